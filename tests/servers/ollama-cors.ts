/*
 * Ollama's door: who may ask from a page (gin-contrib/cors with Ollama's list), and under which host
 * name. Both refusals are a 403 with nothing in it, which a page sees as a failed fetch.
 */
import type { Exchange } from './wire.ts';

const allowedHeaders = [
  'Authorization',
  'Content-Type',
  'User-Agent',
  'Accept',
  'X-Requested-With',
  'Openai-Beta',
  'X-Stainless-Arch',
  'X-Stainless-Async',
  'X-Stainless-Custom-Poll-Interval',
  'X-Stainless-Helper-Method',
  'X-Stainless-Lang',
  'X-Stainless-Os',
  'X-Stainless-Package-Version',
  'X-Stainless-Poll-Helper',
  'X-Stainless-Retry-Count',
  'X-Stainless-Runtime',
  'X-Stainless-Runtime-Version',
  'X-Stainless-Timeout',
];

const localOrigins = ['localhost', '127.0.0.1', '0.0.0.0'].flatMap((host) => [
  `http://${host}`,
  `https://${host}`,
  `http://${host}:*`,
  `https://${host}:*`,
]);
const appOrigins = ['app', 'file', 'tauri', 'vscode-webview', 'vscode-file'].map((s) => `${s}://*`);

export type Door = {
  /** Further entries, as in `OLLAMA_ORIGINS`; each may hold one `*`. */
  readonly origins: readonly string[];
  /** Ollama always lets pages on localhost in; false is for tests of a refused page. */
  readonly localOrigins: boolean;
  readonly hostGuard: boolean;
};

/** True: the request is answered already. */
export function atTheDoor(exchange: Exchange, door: Door): boolean {
  const { headers, response, record, method, faults } = exchange;
  const origin = headers['origin'];
  const host = headers['host'] ?? '';
  const refuse = () => {
    record.status = 403;
    response.writeHead(403, { 'Content-Length': '0' }).end();
    return true;
  };
  const crossOrigin = origin && origin !== `http://${host}` && origin !== `https://${host}`;
  if (crossOrigin) {
    const local = door.localOrigins ? localOrigins : [];
    const entries = [...door.origins, ...local, ...appOrigins];
    if (faults.noCors || !entries.some((entry) => matches(entry.toLowerCase(), origin))) {
      return refuse();
    }
    response.setHeader('Access-Control-Allow-Origin', entries.includes('*') ? '*' : origin);
    if (!entries.includes('*')) response.setHeader('Vary', 'Origin');
    if (method === 'OPTIONS') {
      record.status = 204;
      const listed = allowedHeaders.filter((n) => !faults.refuseHeaders?.includes(n.toLowerCase()));
      response.setHeader('Access-Control-Allow-Headers', listed.join(','));
      response.setHeader('Access-Control-Allow-Methods', 'GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS');
      response.setHeader('Access-Control-Max-Age', '43200');
      response.writeHead(204).end();
      return true;
    }
  }
  return door.hostGuard && !isLocalHost(host) ? refuse() : false;
}

function matches(entry: string, origin: string): boolean {
  const star = entry.indexOf('*');
  if (star < 0) return entry === origin;
  const [before, after] = [entry.slice(0, star), entry.slice(star + 1)];
  return (
    origin.length >= before.length + after.length &&
    origin.startsWith(before) &&
    origin.endsWith(after)
  );
}

function isLocalHost(hostAndPort: string): boolean {
  const host = hostAndPort.replace(/:\d+$/, '').toLowerCase();
  if (host === '' || host === 'localhost' || /\.(localhost|local|internal)$/.test(host))
    return true;
  if (/^\[(::1?|f[cd][0-9a-f:]*|fe80[0-9a-f:]*)\]$/.test(host)) return true;
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0$)[\d.]*$/.test(host);
}
