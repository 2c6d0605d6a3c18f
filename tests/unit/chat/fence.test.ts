import { describe, expect, it, vi } from 'vitest';
import type { Session } from '../../../src/domain/session.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { aHouse, aRoutedSend, routed } from './house.ts';
import { aChat, aMessage, aSend, aSession, aSpeaker, aWay, replyOf, until } from './makers.ts';

vi.setConfig({ testTimeout: 30_000 });

describe('a session that may not leave its fence', () => {
  const fault = { kind: 'outside-fence', fence: 'network', zone: 'outside', name: 'Lamp' };

  async function aFenced(change: Partial<Session> = {}) {
    const store = openMemory();
    const speaker = aSpeaker();
    const opened = vi.fn();
    const kept: unknown[] = [];
    await store.sessions.create(
      aSession({ leafId: 'r1', messageCount: 2, fence: 'network', ...change }),
    );
    const question = aMessage({ id: 'q1', role: 'user', text: 'Go', status: 'done' });
    await store.messages.put(question);
    await store.messages.put(
      aMessage({ parentId: 'q1', status: 'interrupted', text: 'Half', createdAt: 2 }),
    );
    const talk = aChat(
      store,
      { provider: speaker.provider },
      {
        ways: async (model) => {
          const way = aWay(speaker.provider, { model, zone: 'outside' });
          return [
            {
              ...way,
              open: async () => {
                opened();
                return await way.open();
              },
            },
          ];
        },
        keepsStream: async (_message, fence) => {
          kept.push(fence);
          return false;
        },
      },
    );
    const over = (times = 1) => until(() => expect(talk.ears.overs).toHaveLength(times));
    return { ...talk, speaker, opened, kept, over };
  }

  const paths: [string, (talk: Awaited<ReturnType<typeof aFenced>>) => Promise<unknown>][] = [
    ['send', ({ chat }) => chat.send(aSend('Hello'))],
    ['edit', ({ chat }) => chat.edit('q1', 'Other', [])],
    ['regenerate', ({ chat }) => chat.regenerate('r1', undefined)],
    ['regenerate by another model', ({ chat }) => chat.regenerate('r1', routed)],
    ['resume', ({ chat }) => chat.resume('r1')],
    [
      'what waits in line',
      async ({ chat, store }) => {
        await store.waiting.add({
          id: 'w1',
          sessionId: 's1',
          createdAt: 9,
          text: 'x',
          images: [],
        });
        await chat.sendNext('s1');
      },
    ],
  ];

  it.each(paths)('does not by %s: nothing is sent, and no key is opened', async (_name, act) => {
    const talk = await aFenced();
    await act(talk);
    await talk.over();
    expect(talk.speaker.mouths).toEqual([]);
    expect(talk.opened).not.toHaveBeenCalled();
    const replies = await talk.store.messages.ofSession('s1');
    expect(replies.some((each) => each.fault?.kind === fault.kind)).toBe(true);
    expect(replies.flatMap((each) => (each.fault ? [each.fault] : []))).toEqual([fault]);
  });

  it('asks no server beyond it for a kept stream', async () => {
    const talk = await aFenced();
    await talk.chat.resume('r1');
    await talk.over();
    expect(talk.kept).toEqual(['network']);
  });

  it('is held by a fence closed while the turn waits for its place', async () => {
    const store = openMemory();
    const speaker = aSpeaker();
    let letIn: () => void = () => undefined;
    const { chat, ears } = aChat(
      store,
      { provider: speaker.provider },
      {
        ways: async (model) => [
          aWay(speaker.provider, { model, zone: 'outside', open: { zone: 'outside' } }),
        ],
        line: {
          enter: () =>
            new Promise((resolve) => {
              letIn = () => resolve(() => undefined);
            }),
        },
      },
    );
    const entering = letIn;
    await chat.send(aSend('Hello'));
    await until(() => expect(letIn).not.toBe(entering));
    await store.sessions.update('s1', { fence: 'network' });
    letIn();
    await until(() => expect(ears.overs).toHaveLength(1));
    expect(speaker.mouths).toEqual([]);
    expect(await replyOf(store)).toMatchObject({ fault });
  });

  it('keeps the fence that came with a message sent while a reply was coming', async () => {
    const { chat, store, heard } = aHouse(['a']);
    await chat.send(aRoutedSend());
    await heard('a');
    await chat.send({ ...aRoutedSend(), fence: 'device' });
    expect(await store.sessions.get('s1')).toMatchObject({ fence: 'device' });
    chat.stop('s1');
  });
});
