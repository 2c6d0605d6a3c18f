/*
 * What the scripted servers share: a socket, records of what was asked, faults on order and the
 * control endpoints. It knows no dialect; each kind brings its own CORS, routes and error form.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answerControl, isControlPath } from './control.ts';
import { createGates, createPlaces, type Gates, type Places, pause } from './gates.ts';
import type {
  FaultOrder,
  Faults,
  RecordedRequest,
  Reply,
  RequestClass,
  ScriptedServer,
  ServerKind,
  ServerOptions,
} from './types.ts';
import { type Exchange, sendBody } from './wire.ts';

/** The parts of a server that its dialect needs. */
export type House = {
  readonly gates: Gates;
  /** Places where replies are made. */
  readonly places: Places;
  readonly reply: Reply | undefined;
  /** The standing `loading` fault. */
  readonly loading: boolean;
  /** Aborted by `close()`. */
  readonly closing: AbortSignal;
};

export type Dialect = {
  readonly classOf: (method: string, path: string) => RequestClass;
  /** Sets the CORS headers. True: the request is answered (a preflight, a refusal). */
  readonly cors: (exchange: Exchange) => boolean;
  readonly errorText: (code: number, message: string) => string;
  readonly jsonType: string;
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly route: (exchange: Exchange) => Promise<void> | void;
  /** Bodies too large to be kept: `route` reads them from `exchange.request`. */
  readonly streamsBody?: (method: string, path: string) => boolean;
  readonly close?: () => void;
};

export type Defaults = { readonly kind: ServerKind; readonly parallel: number };

export async function openServer(
  { kind, parallel }: Defaults,
  options: ServerOptions,
  createDialect: (house: House) => Dialect,
): Promise<ScriptedServer> {
  const gates = createGates();
  const closing = new AbortController();
  const places = createPlaces(options.parallel ?? parallel);
  const requests: RecordedRequest[] = [];
  const sockets = new Set<Socket>();
  let reply = options.reply;
  let faults: Faults = {};
  let onceOrders: Omit<Faults, 'once'>[] = [];

  const house: House = {
    gates,
    places,
    closing: closing.signal,
    get reply() {
      return reply;
    },
    get loading() {
      return faults.loading === true;
    },
  };
  const dialect = createDialect(house);

  function set(order: FaultOrder): void {
    const next: Record<string, unknown> = { ...faults };
    for (const [name, value] of Object.entries(order)) {
      if (name === 'once') {
        if (value) onceOrders.push(value as Omit<Faults, 'once'>);
        else onceOrders = [];
      } else if (value === null || value === undefined) delete next[name];
      else next[name] = value;
    }
    faults = next;
  }

  function release(name?: string): void {
    if (name === undefined || name === 'loading') set({ loading: null });
    gates.release(name);
  }

  /** A preflight sees the faults of the request it asks for, and leaves them to it. */
  function faultsFor(requestClass: RequestClass, preflight: boolean): Faults {
    const meant = ({ on = 'chat' }: Faults) => on === 'any' || on === requestClass;
    const standing = meant(faults) ? faults : generalFaults(faults);
    const index = onceOrders.findIndex(meant);
    const once = index < 0 ? {} : onceOrders[index];
    if (preflight) return generalFaults({ ...standing, ...once });
    if (index >= 0) onceOrders.splice(index, 1);
    return { ...standing, ...once };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://scripted');
    const method = request.method ?? 'GET';
    const streams = dialect.streamsBody?.(method, url.pathname) === true;
    const bodyText = streams ? '' : await textOf(request);
    if (isControlPath(url.pathname)) return answerControl(url, method, bodyText, response, server);
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
    const body = parsed(bodyText);
    const preflight = method === 'OPTIONS';
    const wanted = preflight ? (headers['access-control-request-method'] ?? 'GET') : method;
    const record: RecordedRequest = {
      method,
      path: request.url ?? '/',
      headers,
      body,
      at: Date.now(),
      status: 0,
      bytesSent: 0,
      done: false,
    };
    requests.push(record);
    const gone = new AbortController();
    response.on('close', () => {
      if (!response.writableFinished && !record.done) record.aborted = true;
      record.done = true;
      gone.abort();
    });
    const exchange: Exchange = {
      method,
      url,
      headers,
      bodyText,
      body,
      ...(streams ? { request } : {}),
      response,
      record,
      gates,
      signal: AbortSignal.any([gone.signal, closing.signal]),
      faults: faultsFor(dialect.classOf(wanted, url.pathname), preflight),
    };
    for (const [name, value] of Object.entries(dialect.headers)) response.setHeader(name, value);
    if (dialect.cors(exchange)) return;
    if (await misbehaved(exchange, dialect)) return;
    await dialect.route(exchange);
  }

  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(`scripted server: ${String(error)}`);
    });
  });
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // Many streams and slow clients are the point here; Node's own patience must not interfere.
  http.requestTimeout = 0;
  http.headersTimeout = 0;

  if (options.faults) set(options.faults);
  const port = await listen(http, options.port ?? 0, options.host ?? '127.0.0.1');

  const server: ScriptedServer = {
    kind,
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    get connections() {
      return sockets.size;
    },
    get generating() {
      return places.taken;
    },
    get held() {
      return gates.held;
    },
    set,
    release,
    say: (next) => {
      reply = next;
    },
    reset: () => {
      faults = {};
      onceOrders = [];
      reply = options.reply;
      requests.length = 0;
      gates.release();
    },
    close: () => {
      closing.abort();
      gates.release();
      dialect.close?.();
      return new Promise((resolve) => {
        http.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      });
    },
  };
  return server;
}

/** The faults which come before any dialect; true when one of them was the whole answer. */
async function misbehaved(exchange: Exchange, dialect: Dialect): Promise<boolean> {
  const { faults, signal, gates, url, method, body, headers } = exchange;
  if (faults.notAModelServer) {
    await sendBody(exchange, 200, { 'Content-Type': 'text/html' }, somebodyElsesPage);
    return true;
  }
  const requestClass = dialect.classOf(method, url.pathname);
  if (requestClass === 'health' && faults.slowHealthMs) await pause(faults.slowHealthMs, signal);
  if (faults.delayHeadersMs) await pause(faults.delayHeadersMs, signal);
  if (faults.stall === 'before-headers') await gates.wait('stall', signal);
  if (signal.aborted) return true;
  const refuse = async (code: number, message: string) => {
    const text = dialect.errorText(code, message);
    await sendBody(exchange, code, { 'Content-Type': dialect.jsonType }, text);
    return true;
  };
  if (faults.status) {
    const { code, retryAfter, html, message = wordsFor(code), headers: extra = {} } = faults.status;
    const type = html ? 'text/html' : dialect.jsonType;
    const text = html
      ? `<html><head><title>${code}</title></head><body><h1>${message}</h1></body></html>`
      : dialect.errorText(code, message);
    const retry = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
    await sendBody(exchange, code, { 'Content-Type': type, ...retry, ...extra }, text);
    return true;
  }
  const header = faults.refuseHeaders?.find((name) => name in headers);
  if (header !== undefined) return refuse(400, `unknown header ${header}`);
  const field = faults.refuseFields?.find((name) => isRecord(body) && name in body);
  if (field !== undefined) return refuse(400, `Unrecognized request argument supplied: ${field}`);
  return false;
}

/** Those which do not wait for a request of their class. */
function generalFaults(faults: Faults): Faults {
  const { notAModelServer, noCors, refuseHeaders, refuseFields, loading, slowHealthMs } = faults;
  return {
    ...(notAModelServer === undefined ? {} : { notAModelServer }),
    ...(noCors === undefined ? {} : { noCors }),
    ...(refuseHeaders === undefined ? {} : { refuseHeaders }),
    ...(refuseFields === undefined ? {} : { refuseFields }),
    ...(loading === undefined ? {} : { loading }),
    ...(slowHealthMs === undefined ? {} : { slowHealthMs }),
  };
}

const somebodyElsesPage =
  '<!doctype html><html><head><title>Router login</title></head><body><h1>Sign in</h1></body></html>';

function wordsFor(code: number): string {
  if (code === 401) return 'Invalid API Key';
  if (code === 404) return 'not found';
  if (code === 413) return 'Request Entity Too Large';
  if (code === 429) return 'Too many requests';
  if (code === 503) return 'Loading model';
  return 'Internal Server Error';
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function listen(
  http: ReturnType<typeof createServer>,
  port: number,
  host: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      const address = http.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
