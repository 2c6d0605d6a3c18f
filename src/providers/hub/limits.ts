/** How long the hub wants to be left alone, as it says in its headers, where a page may read them. Pure. */

const mostWaitMs = 3_600_000;

/** `"api";r=0;t=137`: r is what is left, t the seconds until the count begins anew. `undefined`: go on. */
export function waitFrom(headers: Headers): number | undefined {
  const told = headers.get('ratelimit') ?? '';
  const left = /;\s*r=(\d+)/.exec(told)?.[1];
  const seconds = /;\s*t=(\d+)/.exec(told)?.[1];
  if (left === undefined || seconds === undefined || Number(left) > 0) return undefined;
  return Math.min(mostWaitMs, Number(seconds) * 1000);
}

/** The path of the next page out of `Link`, if it lies where we ask; absent too where the header may not be read. */
export function nextFrom(headers: Headers, baseUrl: string): string | undefined {
  for (const part of (headers.get('link') ?? '').split(/,(?=\s*<)/)) {
    const found = /^\s*<([^>]+)>.*\brel="?next"?/.exec(part)?.[1];
    if (found === undefined || !URL.canParse(found, `${baseUrl}/`)) continue;
    const url = new URL(found, `${baseUrl}/`);
    const base = new URL(baseUrl);
    const path = `${url.pathname}${url.search}`;
    const root = base.pathname.replace(/\/+$/, '');
    if (url.origin === base.origin && path.startsWith(`${root}/api/models`)) {
      return path.slice(root.length);
    }
  }
  return undefined;
}
