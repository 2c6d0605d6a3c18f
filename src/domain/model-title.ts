/** Apart from `model.ts`, so that the page's first load stays without the schemas. */

/** For people: a server may name a model by the path of its file. Names such as `maker/model` stay whole. */
export function modelTitle(name: string): string {
  const isPath = /\.gguf$|^[\\/.~]|^[a-z]:[\\/]/i.test(name);
  return (isPath && name.split(/[\\/]/).findLast((piece) => piece !== '')) || name;
}
