/*
 * The endpoints that do not exist on a real server: `POST /__control` orders faults, releases and
 * replies, `GET /__requests` tells what was asked. Open to every origin, and never a victim of faults.
 */
import type { ServerResponse } from 'node:http';
import type { FaultOrder, Script, ScriptedServer } from './types.ts';

/** The body of `POST /__control`; its parts are done in this order. */
export type ControlOrder = {
  readonly reset?: boolean;
  readonly set?: FaultOrder;
  /** A name, or true for all. */
  readonly release?: string | true;
  /** Null brings the default reply back. */
  readonly say?: string | Script | null;
};

export function isControlPath(path: string): boolean {
  return path === '/__control' || path === '/__requests';
}

export function answerControl(
  url: URL,
  method: string,
  bodyText: string,
  response: ServerResponse,
  server: ScriptedServer,
): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Allow-Headers', '*');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
  response.setHeader('Content-Type', 'application/json');
  if (method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  if (url.pathname === '/__requests') {
    response.end(JSON.stringify(server.requests));
    return;
  }
  let order: ControlOrder;
  try {
    order = JSON.parse(bodyText || '{}') as ControlOrder;
  } catch (error) {
    response.writeHead(400).end(JSON.stringify({ error: String(error) }));
    return;
  }
  if (order.reset) server.reset();
  if (order.set) server.set(order.set);
  if (order.release) server.release(order.release === true ? undefined : order.release);
  if (order.say !== undefined) server.say(order.say ?? undefined);
  const { kind, held, generating, connections } = server;
  response.end(JSON.stringify({ kind, held, generating, connections }));
}
