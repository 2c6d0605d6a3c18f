/** Which extra headers a page may send at all, and which a preset's preflight lets pass. Pure. */

export type HeaderTrouble =
  /** No name at all, or letters that no header name has. */
  | { readonly kind: 'name' }
  | { readonly kind: 'value' }
  /** The browser sets it by itself and takes no other. */
  | { readonly kind: 'forbidden' }
  /** Llantern writes it: the key and the sign-in have fields of their own. */
  | { readonly kind: 'own' }
  | { readonly kind: 'twice' }
  /** The vendor's preflight refuses it; these alone pass. */
  | { readonly kind: 'not-allowed'; readonly allowed: readonly string[] };

/** fetch.spec.whatwg.org, "forbidden request-header". */
const forbidden = new Set(
  (
    'accept-charset accept-encoding access-control-request-headers access-control-request-method ' +
    'access-control-request-private-network connection content-length cookie cookie2 date dnt expect host ' +
    'keep-alive origin referer set-cookie te trailer transfer-encoding upgrade user-agent via'
  ).split(' '),
);
const own = new Set(['authorization', 'content-type', 'x-api-key', 'api-key', 'x-goog-api-key']);

const namePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const valuePattern = /^[\t\x20-\x7e\x80-\xff]{0,4000}$/;

export type TypedHeader = { readonly name: string; readonly value: string };

/** `others` are the names of the other rows; `allowed` is the preset's list, where it has one. */
export function headerTrouble(
  header: TypedHeader,
  others: readonly string[],
  allowed: readonly string[] | undefined,
): HeaderTrouble | undefined {
  const name = header.name.trim();
  const lower = name.toLowerCase();
  if (!namePattern.test(name)) return { kind: 'name' };
  if (!valuePattern.test(header.value)) return { kind: 'value' };
  if (forbidden.has(lower) || /^(proxy|sec)-/.test(lower)) return { kind: 'forbidden' };
  if (own.has(lower)) return { kind: 'own' };
  if (others.some((each) => each.trim().toLowerCase() === lower)) return { kind: 'twice' };
  if (allowed !== undefined && !allowed.includes(lower)) return { kind: 'not-allowed', allowed };
  return undefined;
}
