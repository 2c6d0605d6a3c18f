import { type Connection, connection } from '../../../src/domain/connection.ts';
import type { Message } from '../../../src/domain/message.ts';
import type { Session } from '../../../src/domain/session.ts';
import { newId } from '../../../src/lib/ids.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';

let made = 0;

/** A name no other test uses. */
export function aName(): string {
  made += 1;
  return `test-${made}-${Math.random().toString(36).slice(2)}`;
}

export function aSession(patch: Partial<Session> = {}): Session {
  return {
    id: newId(),
    title: 'A session',
    titleFrom: 'first-line',
    createdAt: 1000,
    updatedAt: 1000,
    leafId: '',
    systemPrompt: '',
    parameters: {},
    pinned: false,
    archived: false,
    tags: [],
    messageCount: 0,
    deletedAt: 0,
    ...patch,
  };
}

export function aMessage(patch: Partial<Message> & { text?: string } = {}): Message {
  const { text = 'Hello', ...rest } = patch;
  return {
    id: newId(),
    sessionId: 's',
    parentId: '',
    role: 'user',
    parts: text === '' ? [] : [{ type: 'text', text }],
    status: 'done',
    createdAt: 1000,
    ...rest,
  };
}

export function aConnection(patch: Partial<Connection> = {}): Connection {
  return connection.parse({
    id: newId(),
    kind: 'ollama',
    name: 'Server',
    baseUrl: 'http://127.0.0.1:11434',
    ...patch,
  });
}

/** A session with a question and an answer in flight. */
export async function aBegunTurn(store: Store, sessionId = newId(), at = 1000) {
  const user = aMessage({ sessionId, createdAt: at });
  const reply = aMessage({
    sessionId,
    parentId: user.id,
    role: 'assistant',
    text: '',
    status: 'pending',
    createdAt: at + 1,
  });
  const session = aSession({ id: sessionId });
  await store.turns.begin({ session, messages: [user, reply] });
  return { session, user, reply };
}

export const storeKinds: readonly (readonly [string, () => Promise<Store>])[] = [
  ['database', () => openDatabase({ name: aName() })],
  ['memory', () => Promise.resolve(openMemory())],
];

/** Waits until `check` holds, for at most four seconds. */
export async function until(check: () => boolean): Promise<void> {
  for (let tries = 0; tries < 800 && !check(); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  if (!check()) throw new Error('it did not come to pass');
}
