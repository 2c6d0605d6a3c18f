/** Name and password written into an address, taken out of it: an address is shown and stored, they are not. */

export type SplitAddress = {
  /** The address without them, otherwise as it was typed. */
  readonly text: string;
  readonly credentials?: { readonly name: string; readonly password: string };
};

/** The last `@` before path and query ends them, so that a password may hold one. */
export function splitCredentials(typed: string): SplitAddress {
  const [, start = '', authority = '', rest = ''] =
    /^(\s*(?:[a-z][a-z0-9+.-]*:\/\/)?)([^/?#]*)(.*)$/is.exec(typed) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  if (at < 0 || host.trim() === '') return { text: typed };
  const [, name = '', password = ''] = /^([^:]*):?(.*)$/s.exec(authority.slice(0, at)) ?? [];
  return {
    text: `${start}${host}${rest}`,
    credentials: { name: decoded(name), password: decoded(password) },
  };
}

/** As URLs write it; what is no such code stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
