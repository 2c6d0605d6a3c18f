import { createRoot, createSignal } from 'solid-js';
import { expect, test, vi } from 'vitest';
import type { Session } from '../../../../src/domain/session.ts';
import { createChat } from '../../../../src/screens/sessions/create-chat.ts';
import type { AppState } from '../../../../src/state/create-state.ts';
import { aConnection } from './makers.ts';

const row: Session = {
  id: 's1',
  title: '',
  titleFrom: 'first-line',
  createdAt: 0,
  updatedAt: 0,
  leafId: '',
  systemPrompt: '',
  parameters: {},
  pinned: false,
  archived: false,
  tags: [],
  messageCount: 0,
  deletedAt: 0,
};

/** Only what an open session touches. */
function aState(
  session: () => Session | null,
  sessions: Record<string, unknown>,
  send: () => Promise<void>,
): AppState {
  const nothing = { value: undefined };
  return {
    sessions: {
      watchSession: () => ({
        get value() {
          return session();
        },
      }),
      ...sessions,
    },
    settings: { value: { defaultModel: null, lastModel: null }, set: () => undefined },
    connections: { known: true, list: [aConnection()], catalogues: [] },
    turns: {
      follow: () => () => undefined,
      of: () => undefined,
      send,
      watchMessages: () => nothing,
    },
  } as unknown as AppState;
}

test('a message sent right after a choice goes with it, though the row is not told back yet', async () => {
  const model = { connectionId: 'c1', name: 'qwen3' };
  const [session, setSession] = createSignal<Session>({ ...row, model });
  const send = vi.fn(async () => undefined);
  const stored: (() => void)[] = [];
  const update = () => new Promise<void>((resolve) => stored.push(resolve));
  await createRoot(async (dispose) => {
    const chat = createChat(aState(session, { update }, send), 's1', () => undefined);
    const format = { kind: 'json' } as const;
    chat.choose({ parameters: { format } });
    chat.choose({ systemPrompt: 'Be brief.' });
    await chat.send('Now', []);
    const wanted = { parameters: { format }, systemPrompt: 'Be brief.' };
    expect(send).toHaveBeenLastCalledWith(expect.objectContaining(wanted));

    for (const each of stored) each();
    await Promise.resolve();
    setSession({ ...row, model, parameters: { maxTokens: 3 } });
    await vi.waitFor(async () => {
      await chat.send('Later', []);
      const told = { parameters: { maxTokens: 3 }, systemPrompt: '' };
      expect(send).toHaveBeenLastCalledWith(expect.objectContaining(told));
    });
    dispose();
  });
});

test('a message sent while the row is being made goes with what was chosen before', async () => {
  const [session, setSession] = createSignal<Session | null>(null);
  const send = vi.fn(async () => undefined);
  const sessions = {
    // The row is there, and told of, before the choices have reached it.
    create: async () => {
      await Promise.resolve();
      setSession(row);
      return row;
    },
    update: () => new Promise(() => undefined),
  };
  const state = aState(session, sessions, send);
  await createRoot(async (dispose) => {
    const chat = createChat(state, 's1', () => undefined);
    chat.choose({ model: { connectionId: 'c1', name: 'qwen3' }, parameters: { maxTokens: 3 } });
    void chat.ensureStored();
    await vi.waitFor(() => expect(session()).toBe(row));
    await chat.send('Count', []);
    expect(send).toHaveBeenCalledWith(expect.objectContaining({ parameters: { maxTokens: 3 } }));
    dispose();
  });
});
