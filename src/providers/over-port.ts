/**
 * A provider at the other end of a port, as the engine sees it. What comes is checked like anything from outside. A page
 * that goes away ends what it was asked with `browser-lacks` or, in mid-stream, with `truncated`.
 */
import * as z from 'zod/mini';
import { type Fault, FaultError } from '../domain/fault.ts';
import { finish, timings, usage } from '../domain/message.ts';
import { nobodyLends, type PageKind } from '../domain/page-kinds.ts';
import type {
  BuiltInStream,
  PageModelQuestion,
  PageModelStream,
  PortAnswer,
  PortQuestion,
} from '../domain/provider-port.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import type { ProviderPort } from './contract.ts';

export type LentPort = ProviderPort & { readonly close: () => void };

const deltaEvent = z.object({
  type: z.enum(['text-delta', 'reasoning-delta']),
  text: z.string(),
});
const event = z.union([
  z.object({ type: z.literal('start') }),
  deltaEvent,
  z.object({
    type: z.literal('progress'),
    stage: z.enum(['loading', 'reading']),
    fraction: z.optional(z.number()),
    leftMs: z.optional(z.number()),
  }),
  z.object({ type: z.literal('usage'), usage }),
  z.object({ type: z.literal('timings'), timings }),
  z.extend(finish, { type: z.literal('finish') }),
]);
const fault = z.custom<Fault>(
  (value) => typeof value === 'object' && value !== null && 'kind' in value,
);
const answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('value'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('event'), id: z.number(), event }),
  z.object({ type: z.literal('payload'), id: z.number(), json: z.string() }),
  z.object({ type: z.literal('end'), id: z.number() }),
  z.object({ type: z.literal('fault'), id: z.number(), fault }),
]);

type Listener = (message: PortAnswer) => void;

export function providerOverPort(port: MessagePort, kind: PageKind): LentPort {
  const goneFault = nobodyLends(kind);
  const listeners = new Map<number, Listener>();
  let lastId = 0;
  let isClosed = false;
  port.onmessage = ({ data }) => {
    const checked = answer.safeParse(data);
    if (checked.success) listeners.get(checked.data.id)?.(checked.data as PortAnswer); // the schema is written to match
  };

  /** Asks, and tells the answers until `stop`; an abort is passed on and rejects nothing by itself. */
  function open(question: Questioned, onAnswer: Listener, signal: AbortSignal): () => void {
    if (isClosed) throw new FaultError(goneFault);
    lastId += 1;
    const id = lastId;
    const onAbort = () => post({ type: 'abort', id });
    listeners.set(id, onAnswer);
    signal.addEventListener('abort', onAbort, { once: true });
    post({ ...question, id } as Asked); // each kind of question carries an id
    return () => {
      listeners.delete(id);
      signal.removeEventListener('abort', onAbort);
    };
  }

  function post(question: Asked): void {
    if (!isClosed) port.postMessage(question);
  }

  return {
    call: (call, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const onAbort = () => {
          stop();
          reject(signal.reason);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        const stop = open(
          { type: 'call', ...call },
          (message) => {
            // How far it has come; only its end is waited for.
            if (message.type === 'event') return;
            stop();
            signal.removeEventListener('abort', onAbort);
            if (message.type === 'value') resolve(message.value);
            else reject(new FaultError(message.type === 'fault' ? message.fault : goneFault));
          },
          signal,
        );
      }),
    stream: async function* (ask, signal) {
      for await (const piece of readStream(open, ask, signal))
        if (typeof piece !== 'string') yield piece;
    },
    run: (ask, signal) => readStream(open, ask, signal),
    close: () => {
      isClosed = true;
      port.close();
      for (const [id, listener] of listeners) listener({ type: 'fault', id, fault: goneFault });
      listeners.clear();
    },
  };
}

type Asked = PortQuestion | PageModelQuestion;
type WithoutId<Each> = Each extends { id: number } ? Omit<Each, 'id'> : never;
type Questioned = WithoutId<Exclude<Asked, { type: 'abort' }>>;
type Open = (question: Questioned, onAnswer: Listener, signal: AbortSignal) => () => void;

async function* readStream(
  open: Open,
  ask: BuiltInStream | PageModelStream,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent | string, void> {
  signal.throwIfAborted();
  const waiting: PortAnswer[] = [];
  let wake = (): void => undefined;
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort, { once: true });
  const stop = open(
    { type: 'stream', ...ask },
    (message) => {
      waiting.push(message);
      wake();
    },
    signal,
  );
  let hasBegun = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const message = waiting.shift();
      if (!message) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if (message.type === 'event') {
        hasBegun ||= message.event.type === 'text-delta';
        yield message.event;
      } else if (message.type === 'payload') {
        hasBegun = true;
        yield message.json;
      } else if (message.type === 'fault') {
        const isCut = hasBegun && message.fault.kind === 'browser-lacks';
        throw new FaultError(isCut ? { kind: 'truncated' } : message.fault);
      } else return;
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
