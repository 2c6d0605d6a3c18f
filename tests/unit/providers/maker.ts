/** Small makers for the providers' tests: an endpoint over scripted answers, a request, and a reply folded from events. */

import type { ChatRequest } from '../../../src/domain/chat-request.ts';
import { type Connection, connection, type ProviderKind } from '../../../src/domain/connection.ts';
import { type Fault, faultFrom } from '../../../src/domain/fault.ts';
import { applyEvent, emptyReply, type Reply } from '../../../src/domain/reply.ts';
import type { StreamEvent } from '../../../src/domain/stream-event.ts';
import type { Endpoint } from '../../../src/providers/contract.ts';

export const never = new AbortController().signal;

export function anEndpoint(
  kind: ProviderKind,
  fetcher?: typeof fetch,
  change: Partial<Omit<Connection, 'features'>> & {
    features?: Partial<Connection['features']>;
  } = {},
): Endpoint {
  return {
    connection: connection.parse({
      id: 'c1',
      kind,
      name: 'Server',
      baseUrl: 'http://127.0.0.1:9',
      ...change,
      features: change.features ?? {},
    }),
    authorize: () => undefined,
    quirks: {},
    idleMs: 0,
    ...(fetcher ? { fetcher } : {}),
  };
}

export function aRequest(change: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: 'm',
    messages: [{ role: 'user', parts: [{ type: 'text', text: 'Go' }] }],
    parameters: {},
    continues: false,
    ...change,
  };
}

/** A request that continues a reply which already has this text. */
export function aContinuation(text: string): ChatRequest {
  return aRequest({
    messages: [
      { role: 'user', parts: [{ type: 'text', text: 'Go' }] },
      { role: 'assistant', parts: [{ type: 'text', text }] },
    ],
    continues: true,
  });
}

export type Answer = { status?: number; type?: string; headers?: Record<string, string> };

function bodyOf(pieces: readonly (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece);
      }
      controller.close();
    },
  });
}

export function anAnswer(
  pieces: readonly (string | Uint8Array)[],
  { status = 200, type = 'text/event-stream', headers = {} }: Answer = {},
): Response {
  return new Response(bodyOf(pieces), { status, headers: { 'content-type': type, ...headers } });
}

export type Sent = { url: string; method: string; headers: Headers; body: Record<string, unknown> };

/** A fetch that answers from a script, and what was sent to it. */
export function aFetcher(answer: (sent: Sent, count: number) => Response | Promise<Response>) {
  const requests: Sent[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const text = typeof init?.body === 'string' ? init.body : '{}';
    const sent = {
      url: String(input),
      method: init?.method ?? 'GET',
      headers: new Headers(init?.headers),
      body: JSON.parse(text) as Record<string, unknown>,
    };
    requests.push(sent);
    return answer(sent, requests.length);
  };
  return { fetcher, requests };
}

export type Outcome = { reply: Reply; events: StreamEvent[]; fault?: Fault };

export async function fold(
  events: AsyncIterable<StreamEvent> | Iterable<StreamEvent>,
): Promise<Outcome> {
  const seen: StreamEvent[] = [];
  const outcome = (): { reply: Reply; events: StreamEvent[] } => ({
    reply: seen.reduce(applyEvent, emptyReply),
    events: seen,
  });
  try {
    for await (const event of events) seen.push(event);
    return outcome();
  } catch (error) {
    return { ...outcome(), fault: faultFrom(error) };
  }
}

/** Every way to cut these bytes in two, and all of them alone. */
export function* cutsOf(bytes: Uint8Array, step = 1): Generator<Uint8Array[]> {
  for (let at = 1; at < bytes.length; at += step) yield [bytes.slice(0, at), bytes.slice(at)];
  yield Array.from(bytes, (byte) => Uint8Array.of(byte));
}
