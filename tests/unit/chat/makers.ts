/** Small makers for the chat's tests: rows, streams that are told what to say, and a chat with ears on everything. */
import { vi } from 'vitest';
import type * as z from 'zod/mini';
import { type Chat, createChat } from '../../../src/chat/chat.ts';
import type { ChatDeps } from '../../../src/chat/chat-deps.ts';
import { createLine } from '../../../src/chat/line.ts';
import type { LiveReply } from '../../../src/chat/live-reply.ts';
import { newSession } from '../../../src/chat/new-rows.ts';
import { ownershipByHeartbeat } from '../../../src/chat/ownership.ts';
import type { ChatRequest } from '../../../src/domain/chat-request.ts';
import { type Connection, connection } from '../../../src/domain/connection.ts';
import { defaultSettings } from '../../../src/domain/default-settings.ts';
import { type Fault, FaultError } from '../../../src/domain/fault.ts';
import type { Message } from '../../../src/domain/message.ts';
import type { Session } from '../../../src/domain/session.ts';
import type { StreamEvent } from '../../../src/domain/stream-event.ts';
import type { TurnView } from '../../../src/domain/turn.ts';
import { vaultRowsOf } from '../../../src/engine/vault-commands.ts';
import type { Endpoint, Provider } from '../../../src/providers/contract.ts';
import type { OpenWay, Way } from '../../../src/providers/way.ts';
import type { Store } from '../../../src/storage/store.ts';
import { createKeyring, type Keyring, type KeyringDeps } from '../../../src/vault/keyring.ts';

const aModel = { connectionId: 'c1', name: 'm' };

export function aMessage(change: Partial<Message> & { text?: string } = {}): Message {
  const { text, ...rest } = change;
  return {
    id: 'r1',
    sessionId: 's1',
    parentId: '',
    role: 'assistant',
    parts: text === undefined ? [] : [{ type: 'text', text }],
    status: 'pending',
    createdAt: 1,
    model: aModel,
    ...rest,
  };
}

export function aSession(change: Partial<Session> = {}): Session {
  return { ...newSession('s1'), model: aModel, ...change };
}

export function aConnection(change: Partial<z.input<typeof connection>> = {}): Connection {
  return connection.parse({
    id: 'c1',
    kind: 'ollama',
    name: 'Lamp',
    baseUrl: 'http://127.0.0.1:9',
    features: {},
    ...change,
  });
}

export function anEndpoint(change: Parameters<typeof aConnection>[0] = {}): Endpoint {
  return { connection: aConnection(change), authorize: () => undefined, quirks: {}, idleMs: 0 };
}

/** A way to a server that lets everything through. */
export function aWay(
  provider: Provider,
  { open = {}, ...change }: Partial<Omit<Way, 'open'>> & { open?: Partial<OpenWay> } = {},
): Way {
  const zone = change.zone ?? 'device';
  return {
    model: aModel,
    connectionName: 'Lamp',
    zone,
    open: async () => ({
      provider,
      endpoint: anEndpoint(),
      zone,
      known: undefined,
      modelLoaded: undefined,
      explain: (fault) => fault,
      admit: async () => () => undefined,
      ...open,
    }),
    ...change,
  };
}

export const text = (said: string): StreamEvent => ({ type: 'text-delta', text: said });
export const thought = (said: string): StreamEvent => ({ type: 'reasoning-delta', text: said });
export const start: StreamEvent = { type: 'start' };
export const finish: StreamEvent = { type: 'finish', reason: 'stop' };

/** A stream that says what it is told, when it is told. */
export type Mouth = {
  readonly ask: ChatRequest;
  readonly signal: AbortSignal;
  readonly say: (...events: StreamEvent[]) => void;
  readonly break: (fault: Fault) => void;
};

export type Speaker = {
  readonly provider: Provider;
  /** Every stream asked for so far. */
  readonly mouths: Mouth[];
  /** The newest stream; throws where none was asked for. */
  readonly last: () => Mouth;
};

/** A provider whose streams are spoken by the test. */
export function aSpeaker(change: Partial<Provider> = {}): Speaker {
  const mouths: Mouth[] = [];
  const provider: Provider = {
    kind: 'ollama',
    canPrefill: () => true,
    keyHeader: (key) => ['authorization', key],
    check: async () => ({ state: 'up' }),
    listModels: async () => [],
    streamChat: (_at, ask, signal) => {
      const { mouth, events } = aMouth(ask, signal);
      mouths.push(mouth);
      return events;
    },
    ...change,
  };
  const last = (): Mouth => {
    const mouth = mouths.at(-1);
    if (!mouth) throw new Error('no stream was asked for');
    return mouth;
  };
  return { provider, mouths, last };
}

function aMouth(
  ask: ChatRequest,
  signal: AbortSignal,
): { mouth: Mouth; events: AsyncIterable<StreamEvent> } {
  const said: StreamEvent[] = [];
  let fault: Fault | undefined;
  let wake: () => void = () => undefined;
  signal.addEventListener('abort', () => wake());
  async function* speak(): AsyncGenerator<StreamEvent, void> {
    for (;;) {
      if (signal.aborted) throw signal.reason;
      const next = said.shift();
      if (next) {
        yield next;
        if (next.type === 'finish') return;
      } else if (fault) throw new FaultError(fault);
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  const mouth: Mouth = {
    ask,
    signal,
    say: (...events) => {
      said.push(...events);
      wake();
    },
    break: (with_) => {
      fault = with_;
      wake();
    },
  };
  return { mouth, events: speak() };
}

/** Keys in memory only. */
export function aKeyring(store: Store, change: Partial<KeyringDeps> = {}): Keyring {
  return createKeyring({
    rows: vaultRowsOf(store),
    settings: () => defaultSettings,
    onChange: () => undefined,
    mayKeep: false,
    ...change,
  });
}

export type Ears = {
  readonly views: TurnView[];
  readonly pieces: { text: string; reasoning: string }[];
  readonly wholes: string[];
  readonly overs: string[];
  readonly faults: unknown[];
  readonly contacts: (Fault | undefined)[];
};

export type TestChat = { readonly chat: Chat; readonly ears: Ears; readonly store: Store };

/** A chat over a store and one server, with its engine's wiring replaced by ears. */
export function aChat(
  store: Store,
  route: { provider: Provider; endpoint?: Endpoint },
  change: Partial<ChatDeps> = {},
): TestChat {
  const ears: Ears = { views: [], pieces: [], wholes: [], overs: [], faults: [], contacts: [] };
  const chat = createChat({
    store,
    line: createLine({ limit: () => 4 }),
    ownership: ownershipByHeartbeat(store.owners),
    ways: async (model) => [aWay(route.provider, { model, open: { ...route } })],
    whenUnlocked: async () => undefined,
    holdVault: () => () => undefined,
    connectionName: () => 'Lamp',
    readImage: async () => 'AAAA',
    keepsStream: async () => false,
    runsElsewhere: () => false,
    onView: (view) => ears.views.push(view),
    onPiece: (_live, piece) => ears.pieces.push(piece),
    onWhole: (live) => ears.wholes.push(live.reply().text),
    onOver: (live: LiveReply) => ears.overs.push(live.message.sessionId),
    onFeatureRefused: () => undefined,
    onContact: (_id, fault) => ears.contacts.push(fault),
    onFault: (error) => ears.faults.push(error),
    ...change,
  });
  return { chat, ears, store };
}

export function aSend(said: string, sessionId = 's1') {
  return {
    sessionId,
    text: said,
    images: [],
    model: aModel,
    parameters: {},
    systemPrompt: '',
  };
}

/** The messages of a session in the order of their birth. */
export async function messagesOf(store: Store, sessionId = 's1'): Promise<Message[]> {
  const nodes = await store.messages.skeleton(sessionId);
  return await store.messages.getMany(nodes.map((node) => node.id));
}

/** The newest reply of a session. */
export async function replyOf(store: Store, sessionId = 's1'): Promise<Message> {
  const replies = (await messagesOf(store, sessionId)).filter((each) => each.role === 'assistant');
  const newest = replies.at(-1);
  if (!newest) throw new Error(`no reply in ${sessionId}`);
  return newest;
}

/** Waits, generously: many tests share two cores. */
export async function until<T>(check: () => T | Promise<T>): Promise<T> {
  return await vi.waitFor(check, { timeout: 10_000, interval: 10 });
}
