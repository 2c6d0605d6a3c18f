/** The session named by an address; `undefined` for a new one and on other screens. */
export function sessionIdAt(pathname: string): string | undefined {
  const name = /^\/s\/([^/?#]+)/.exec(pathname)?.[1];
  if (name === undefined || name === 'new') return undefined;
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a broken escape in an address from elsewhere: there is no such session
  }
}
