import { describe, expect, it, vi } from 'vitest';
import { ownershipByLocks } from '../../../src/chat/ownership.ts';
import type { Message } from '../../../src/domain/message.ts';
import { textOf } from '../../../src/domain/message-text.ts';
import { lineLimit } from '../../../src/domain/session.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { fakeLocks } from './fake-locks.ts';

vi.setConfig({ testTimeout: 30_000 });

import {
  aChat,
  aMessage,
  aSend,
  aSession,
  aSpeaker,
  finish,
  messagesOf,
  start,
  text,
  until,
} from './makers.ts';

/** A talk with one reply under way, and what is sent meanwhile. */
async function aBusyTalk(...sentMeanwhile: string[]) {
  const store = openMemory();
  const speaker = aSpeaker();
  const talk = aChat(store, { provider: speaker.provider });
  await talk.chat.send(aSend('first'));
  await until(() => speaker.last());
  for (const said of sentMeanwhile) {
    expect(await talk.chat.send(aSend(said))).toEqual({ state: 'queued' });
  }
  const mouthNumber = (number: number) =>
    until(() => {
      const mouth = speaker.mouths[number - 1];
      if (!mouth) throw new Error(`no stream ${number} yet`);
      return mouth;
    });
  return { ...talk, speaker, mouthNumber };
}

const inLine = async (store: Store) => (await store.waiting.list('s1')).map((each) => each.text);
const questions = async (store: Store) =>
  (await messagesOf(store)).filter((each: Message) => each.role === 'user').map(textOf);

describe('what is sent while a reply comes', () => {
  it('waits in line, with its draft cleared, and is not a message yet', async () => {
    const { store, speaker } = await aBusyTalk('second', 'third');
    expect(await inLine(store)).toEqual(['second', 'third']);
    expect(await questions(store)).toEqual(['first']);
    expect(speaker.mouths).toHaveLength(1);
  });

  it('goes out one by one when a reply is done', async () => {
    const { store, speaker, mouthNumber } = await aBusyTalk('second', 'third');
    speaker.last().say(text('1'), finish);
    const second = await mouthNumber(2);
    expect(second.ask.messages.map((each) => each.role)).toEqual(['user', 'assistant', 'user']);
    expect(await inLine(store)).toEqual(['third']);
    second.say(finish);
    (await mouthNumber(3)).say(finish);
    await until(async () => expect(await inLine(store)).toEqual([]));
    expect(await questions(store)).toEqual(['first', 'second', 'third']);
  });

  it('goes out after Stop', async () => {
    const { store, chat, mouthNumber } = await aBusyTalk('second');
    chat.stop('s1');
    await mouthNumber(2);
    expect(await inLine(store)).toEqual([]);
  });

  it.each(['truncated', 'connection-missing'] as const)(
    'stays after a failure (%s)',
    async (kind) => {
      const { store, speaker, ears, chat, mouthNumber } = await aBusyTalk('second');
      speaker.last().say(start, text('Half'));
      speaker.last().break({ kind });
      await until(() => expect(ears.overs).toHaveLength(1));
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(await inLine(store)).toEqual(['second']);
      expect(speaker.mouths).toHaveLength(1);
      await chat.sendNext('s1');
      await mouthNumber(2);
      expect(await inLine(store)).toEqual([]);
    },
  );

  it('joins the line as well when both are sent at once', async () => {
    const store = openMemory();
    const speaker = aSpeaker();
    const { chat } = aChat(store, { provider: speaker.provider });
    const states = await Promise.all(['first', 'second'].map((said) => chat.send(aSend(said))));
    expect(states).toEqual([{ state: 'started' }, { state: 'queued' }]);
    expect(await inLine(store)).toEqual(['second']);
    expect(await questions(store)).toEqual(['first']);
  });

  it('is refused when a hundred wait already', async () => {
    const talk = await aBusyTalk();
    for (let at = 0; at < lineLimit; at += 1) {
      await talk.store.waiting.add({
        id: `w${at}`,
        sessionId: 's1',
        createdAt: at,
        text: 'x',
        images: [],
      });
    }
    await talk.store.drafts.put({ sessionId: 's1', text: 'one more', images: [], updatedAt: 1 });
    await expect(talk.chat.send(aSend('one more'))).rejects.toMatchObject({
      fault: { kind: 'queue-full', size: lineLimit },
    });
    expect(await talk.store.drafts.get('s1')).toMatchObject({ text: 'one more' });
  });

  it('is not left standing when the reply ends while it joins the line', async () => {
    const { store, speaker, chat, ears, mouthNumber } = await aBusyTalk();
    const { add } = store.waiting;
    const late = aChat(
      {
        ...store,
        waiting: {
          ...store.waiting,
          add: async (row) => {
            speaker.mouths[1]?.say(finish);
            await until(() => expect(late.ears.overs).toHaveLength(1));
            await add(row);
          },
        },
      },
      { provider: speaker.provider },
    );
    chat.stop('s1');
    await until(() => expect(ears.overs).toHaveLength(1));
    await late.chat.send(aSend('second'));
    await mouthNumber(2);
    expect(await late.chat.send(aSend('third'))).toEqual({ state: 'queued' });
    await mouthNumber(3);
    expect(await inLine(store)).toEqual([]);
    expect(await questions(store)).toEqual(['first', 'second', 'third']);
  });

  it('stands behind what waits, even when sent the moment a reply has ended', async () => {
    const store = openMemory();
    const speaker = aSpeaker();
    let sentLate: Promise<unknown> | undefined;
    const talk = aChat(
      store,
      { provider: speaker.provider },
      {
        onOver: () => {
          if (sentLate) return;
          sentLate = Promise.resolve().then(() => talk.chat.send(aSend('third')));
        },
      },
    );
    await talk.chat.send(aSend('first'));
    await talk.chat.send(aSend('second'));
    await until(() => speaker.last());
    for (const number of [1, 2, 3]) {
      await until(() => expect(speaker.mouths).toHaveLength(number));
      speaker.last().say(finish);
    }
    expect(await sentLate).toEqual({ state: 'queued' });
    await until(async () => {
      expect(await questions(store)).toEqual(['first', 'second', 'third']);
    });
  });

  it('is not sent in a session that was deleted', async () => {
    const { store, chat, ears, speaker } = await aBusyTalk('second');
    chat.stop('s1');
    await store.sessions.remove('s1', Date.now());
    await until(() => expect(ears.overs).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(speaker.mouths).toHaveLength(1);
    expect(await inLine(store)).toEqual(['second']);
  });

  it('is sent by one of several engines only', async () => {
    const store = openMemory();
    const locks = fakeLocks();
    await store.sessions.create(aSession({ leafId: 'r1', messageCount: 1 }));
    await store.messages.put(aMessage({ status: 'done', text: 'Hi' }));
    await store.waiting.add({
      id: 'w1',
      sessionId: 's1',
      createdAt: 1,
      text: 'once',
      images: [],
    });
    const engines = [1, 2, 3].map(() => {
      const speaker = aSpeaker();
      const ownership = ownershipByLocks(locks, 't:');
      return { speaker, ...aChat(store, { provider: speaker.provider }, { ownership }) };
    });
    await Promise.all(engines.map(({ chat }) => chat.sendNext('s1')));
    expect(await questions(store)).toEqual(['once']);
  });
});
