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

test('a message sent while the row is being made goes with what was chosen before', async () => {
  const [session, setSession] = createSignal<Session | null>(null);
  const send = vi.fn(async () => undefined);
  const nothing = { value: undefined };
  const state = {
    sessions: {
      watchSession: () => ({
        get value() {
          return session();
        },
      }),
      // The row is there, and told of, before the choices have reached it.
      create: async () => {
        await Promise.resolve();
        setSession(row);
        return row;
      },
      update: () => new Promise(() => undefined),
    },
    settings: { value: { defaultModel: null, lastModel: null }, set: () => undefined },
    connections: { known: true, list: [aConnection()], catalogues: [] },
    turns: {
      follow: () => () => undefined,
      of: () => undefined,
      send,
      watchMessages: () => nothing,
    },
  } as unknown as AppState; // only what an open session touches
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
