/** Apart from `model.ts`, so that the page's first load stays without the schemas. */

/** For people: a server may name a model by the path of its file. Names such as `maker/model` stay whole. */
export function modelTitle(name: string): string {
  // What stands behind an address may be a signature.
  const bare = name.replace(/^(https?:\/\/[^?#]+).*$/i, '$1');
  const isPath = /\.gguf$|^[\\/.~]|^[a-z]:[\\/]/i.test(bare);
  return (isPath && bare.split(/[\\/]/).findLast((piece) => piece !== '')) || bare;
}
