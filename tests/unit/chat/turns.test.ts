import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLine } from '../../../src/chat/line.ts';
import { ownershipByLocks } from '../../../src/chat/ownership.ts';
import { FaultError } from '../../../src/domain/fault.ts';
import type { Message } from '../../../src/domain/message.ts';
import { textOf } from '../../../src/domain/message-text.ts';
import { openDatabase } from '../../../src/storage/database.ts';
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
  replyOf,
  start,
  type TestChat,
  text,
  thought,
  until,
} from './makers.ts';

const stores: Store[] = [];
let count = 0;

afterEach(() => {
  for (const store of stores.splice(0)) store.close();
});

const openers: [string, () => Store | Promise<Store>][] = [
  ['memory', openMemory],
  ['the database', () => openDatabase({ name: `turns-${++count}` })],
];

async function over({ ears }: TestChat, times = 1): Promise<void> {
  await until(() => expect(ears.overs).toHaveLength(times));
}

describe.each(openers)('a turn over %s', (_name, open) => {
  async function aTalk(change: Parameters<typeof aChat>[2] = {}) {
    const store = await open();
    stores.push(store);
    const speaker = aSpeaker();
    const talk = aChat(store, { provider: speaker.provider }, change);
    return { ...talk, speaker };
  }

  /** A talk after one question and one whole answer. */
  async function anAnswered(change: Parameters<typeof aChat>[2] = {}) {
    const talk = await aTalk(change);
    await talk.chat.send(aSend('What is tide?'));
    await until(() => talk.speaker.last());
    talk.speaker.last().say(start, text('The moon.'), finish);
    await over(talk);
    const [question, answer] = await messagesOf(talk.store);
    if (!question || !answer) throw new Error('nothing was stored');
    return { ...talk, question, answer };
  }

  async function leafOf(store: Store): Promise<string | undefined> {
    return (await store.sessions.get('s1'))?.leafId;
  }

  it('has its user message and its pending reply stored before the request leaves', async () => {
    let seen: Promise<Message[]> | undefined;
    const store = await open();
    stores.push(store);
    const speaker = aSpeaker();
    const { streamChat } = speaker.provider;
    const talk = aChat(store, {
      provider: {
        ...speaker.provider,
        streamChat: (...args) => {
          seen = messagesOf(store);
          return streamChat(...args);
        },
      },
    });
    expect(await talk.chat.send(aSend('Hello'))).toEqual({ state: 'started' });
    await until(() => speaker.last());
    expect(await seen).toMatchObject([
      { role: 'user', status: 'done', parts: [{ type: 'text', text: 'Hello' }] },
      { role: 'assistant', status: 'pending', connectionName: 'Lamp' },
    ]);
    speaker.last().say(finish);
    await over(talk);
  });

  it('ends done, with its text, and its journal is folded in', async () => {
    const { store, answer, ears, question } = await anAnswered();
    expect(answer).toMatchObject({ status: 'done', parentId: question.id });
    expect(textOf(answer)).toBe('The moon.');
    expect(await store.journal.read(answer.id)).toEqual({ reasoning: '', text: '' });
    expect(ears.contacts).toEqual([undefined]);
    expect(await store.sessions.get('s1')).toMatchObject({
      title: 'What is tide?',
      leafId: answer.id,
      messageCount: 2,
    });
  });

  it('that is stopped keeps what came, marked stopped', async () => {
    const talk = await aTalk();
    await talk.chat.send(aSend('Hello'));
    await until(() => talk.speaker.last());
    talk.speaker.last().say(start, thought('Hm'), text('Half a'));
    await until(() => expect(talk.ears.pieces).toHaveLength(2));
    expect(talk.chat.stop('s1')).toBe(true);
    await over(talk);
    const reply = await replyOf(talk.store);
    expect(reply.status).toBe('stopped');
    expect(reply).not.toHaveProperty('fault');
    expect(textOf(reply)).toBe('Half a');
    expect(talk.speaker.last().signal.aborted).toBe(true);
    expect(talk.ears.contacts).toEqual([]);
    expect(talk.chat.stop('s1')).toBe(false);
  });

  it('whose body is cut is interrupted, with its text and the reason', async () => {
    const talk = await aTalk();
    await talk.chat.send(aSend('Hello'));
    await until(() => talk.speaker.last());
    talk.speaker.last().say(start, text('Half a'));
    talk.speaker.last().break({ kind: 'truncated' });
    await over(talk);
    const reply = await replyOf(talk.store);
    expect(reply).toMatchObject({ status: 'interrupted', fault: { kind: 'truncated' } });
    expect(textOf(reply)).toBe('Half a');
  });

  it('that fails with nothing received is failed, and the next send goes on below it', async () => {
    const talk = await aTalk();
    await talk.chat.send(aSend('Hello'));
    await until(() => talk.speaker.last());
    talk.speaker.last().break({ kind: 'model-missing', model: 'm' });
    await over(talk);
    const failed = await replyOf(talk.store);
    expect(failed).toMatchObject({ status: 'failed', fault: { kind: 'model-missing' }, parts: [] });
    await talk.chat.send(aSend('Again'));
    await until(() => expect(talk.speaker.mouths).toHaveLength(2));
    expect(talk.speaker.last().ask.messages.map((each) => each.role)).toEqual(['user', 'user']);
    talk.speaker.last().say(finish);
    await over(talk, 2);
  });

  it('is asked for anew as a sibling, and the leaf is the new reply', async () => {
    const talk = await anAnswered();
    const { chat, store, speaker, answer, question } = talk;
    await chat.regenerate(answer.id, { connectionId: 'c1', name: 'other' });
    await until(() => expect(speaker.mouths).toHaveLength(2));
    expect(speaker.last().ask).toMatchObject({ model: 'other', messages: [{ role: 'user' }] });
    speaker.last().say(text('Gravity.'), finish);
    await over(talk, 2);
    const replies = (await messagesOf(store)).filter((each) => each.role === 'assistant');
    expect(replies.map(textOf)).toEqual(['The moon.', 'Gravity.']);
    expect(replies.map((each) => each.parentId)).toEqual([question.id, question.id]);
    expect(await leafOf(store)).toBe(replies[1]?.id);
  });

  it('is asked anew with an edited question as a sibling of the old one', async () => {
    const talk = await anAnswered();
    await talk.chat.edit(talk.question.id, 'What is ebb?', []);
    await until(() => expect(talk.speaker.mouths).toHaveLength(2));
    talk.speaker.last().say(text('Tide out.'), finish);
    await over(talk, 2);
    const rows = await messagesOf(talk.store);
    const questions = rows.filter((each) => each.role === 'user');
    expect(questions.map(textOf)).toEqual(['What is tide?', 'What is ebb?']);
    expect(questions.map((each) => each.parentId)).toEqual(['', '']);
    expect(talk.speaker.last().ask.messages).toHaveLength(1);
    expect(rows).toHaveLength(4);
  });

  it('can be chosen among its siblings', async () => {
    const talk = await anAnswered();
    await talk.chat.edit(talk.question.id, 'What is ebb?', []);
    await until(() => expect(talk.speaker.mouths).toHaveLength(2));
    talk.speaker.last().say(finish);
    await over(talk, 2);
    await talk.chat.choose(talk.question.id);
    expect(await leafOf(talk.store)).toBe(talk.answer.id);
  });

  it('deleted with all below it leaves the session at the message above', async () => {
    const talk = await anAnswered();
    await talk.chat.send(aSend('And ebb?'));
    await until(() => expect(talk.speaker.mouths).toHaveLength(2));
    talk.speaker.last().say(text('Out.'), finish);
    await over(talk, 2);
    const second = (await messagesOf(talk.store))[2];
    expect(await talk.chat.removeMessage(second?.id ?? '')).toEqual({ removed: 2 });
    expect(await leafOf(talk.store)).toBe(talk.answer.id);
    expect(await messagesOf(talk.store)).toHaveLength(2);
  });

  it('lets everything else through from the moment it is over', async () => {
    let next: Promise<unknown> | undefined;
    const talk = await aTalk({
      onOver: ({ message }) => {
        next ??= talk.chat.choose(message.parentId);
      },
    });
    await talk.chat.send(aSend('Hello'));
    await until(() => talk.speaker.last());
    talk.speaker.last().say(finish);
    await until(() => expect(next).toBeDefined());
    await expect(next).resolves.toBeUndefined();
  });

  it('keeps everything else that touches its messages away until it is over', async () => {
    const talk = await anAnswered();
    await talk.chat.send(aSend('And ebb?'));
    const busy = { fault: { kind: 'busy' } };
    await expect(talk.chat.removeMessage(talk.answer.id)).rejects.toMatchObject(busy);
    await expect(talk.chat.regenerate(talk.answer.id, undefined)).rejects.toMatchObject(busy);
    await expect(talk.chat.edit(talk.question.id, 'x', [])).rejects.toMatchObject(busy);
    await expect(talk.chat.resume(talk.answer.id)).rejects.toMatchObject(busy);
    talk.chat.stop('s1');
    await over(talk, 2);
  });

  it('runs beside those of other sessions', async () => {
    const talk = await aTalk();
    const ids = ['s1', 's2', 's3'];
    await Promise.all(ids.map((id) => talk.chat.send(aSend(`from ${id}`, id))));
    await until(() => expect(talk.speaker.mouths).toHaveLength(3));
    for (const mouth of talk.speaker.mouths) {
      const [part] = mouth.ask.messages[0]?.parts ?? [];
      mouth.say(text(part?.type === 'text' ? `to ${part.text}` : ''), finish);
    }
    await over(talk, 3);
    for (const id of ids) expect(textOf(await replyOf(talk.store, id))).toBe(`to from ${id}`);
  });

  it('held by its engine has an owner from before it is stored until after it is over', async () => {
    const locks = fakeLocks();
    const talk = await aTalk({ ownership: ownershipByLocks(locks, 't:') });
    await talk.chat.send(aSend('Hello'));
    const reply = await replyOf(talk.store);
    expect(locks.held()).toEqual([`t:${reply.id}`]);
    await until(() => talk.speaker.last());
    talk.speaker.last().say(finish);
    await until(() => expect(locks.held()).toEqual([]));
    expect(await replyOf(talk.store)).toMatchObject({ status: 'done' });
  });

  it('stopped while it stands in line never asks the server', async () => {
    const line = createLine({ limit: () => 1 });
    const talk = await aTalk({ line });
    await talk.chat.send(aSend('one', 's1'));
    await until(() => talk.speaker.last());
    await talk.chat.send(aSend('two', 's2'));
    await until(() => expect(talk.ears.views.at(-1)).toMatchObject({ place: 1 }));
    talk.chat.stop('s2');
    await over(talk);
    expect(await replyOf(talk.store, 's2')).toMatchObject({ status: 'stopped', parts: [] });
    expect(talk.speaker.mouths).toHaveLength(1);
    talk.speaker.last().say(finish);
    await over(talk, 2);
  });

  it('without a connection fails with that', async () => {
    const ways = async () => {
      throw new FaultError({ kind: 'connection-missing' });
    };
    const talk = await aTalk({ ways });
    await talk.chat.send(aSend('Hello'));
    await over(talk);
    const fault = { kind: 'connection-missing' };
    expect(await replyOf(talk.store)).toMatchObject({ status: 'failed', fault });
  });

  it('whose message was removed meanwhile writes nothing back', async () => {
    const talk = await aTalk();
    await talk.chat.send(aSend('Hello'));
    await until(() => talk.speaker.last());
    const { id, parentId } = await replyOf(talk.store);
    await talk.store.messages.removeSubtree('s1', parentId);
    talk.speaker.last().say(text('late'), finish);
    await over(talk);
    expect(await talk.store.messages.get(id)).toBeUndefined();
    expect(talk.ears.faults).toEqual([]);
  });
});

describe('a reply that is continued', () => {
  async function aStored(change: Partial<Message> & { text?: string }) {
    const store = openMemory();
    const question = aMessage({ id: 'q1', role: 'user', text: 'Go', status: 'done' });
    await store.sessions.create(aSession({ leafId: 'r1', messageCount: 2 }));
    await store.messages.put(question);
    await store.messages.put(aMessage({ parentId: 'q1', status: 'interrupted', ...change }));
    const speaker = aSpeaker();
    return { ...aChat(store, { provider: speaker.provider }), speaker };
  }

  it('is sent as a trailing assistant message, and its seam is marked', async () => {
    const talk = await aStored({ text: 'Once upon', fault: { kind: 'truncated' } });
    await talk.chat.resume('r1');
    await until(() => talk.speaker.last());
    const { ask } = talk.speaker.last();
    expect(ask.continues).toBe(true);
    expect(ask.messages.at(-1)).toMatchObject({
      role: 'assistant',
      parts: [{ type: 'text', text: 'Once upon' }],
    });
    expect(talk.ears.wholes).toEqual(['Once upon']);
    const during = await talk.store.messages.get('r1');
    expect(during).toMatchObject({ status: 'streaming', seams: [9] });
    expect(during).not.toHaveProperty('fault');
    talk.speaker.last().say(text(' a time'), finish);
    await over(talk);
    const reply = await replyOf(talk.store);
    expect(reply).toMatchObject({ id: 'r1', status: 'done', seams: [9] });
    expect(textOf(reply)).toBe('Once upon a time');
  });

  it('keeps its text where the continuation fails, and marks the same seam once', async () => {
    const talk = await aStored({ text: 'Once upon' });
    for (const times of [1, 2]) {
      await talk.chat.resume('r1');
      await until(() => expect(talk.speaker.mouths).toHaveLength(times));
      talk.speaker.last().break({ kind: 'idle', idleMs: 1 });
      await over(talk, times);
    }
    const reply = await replyOf(talk.store);
    expect(reply).toMatchObject({ status: 'interrupted', seams: [9] });
    expect(textOf(reply)).toBe('Once upon');
  });

  it('that had only thoughts is asked for anew, and the thoughts stay', async () => {
    const talk = await aStored({ parts: [{ type: 'reasoning', text: 'Hm. ' }] });
    await talk.chat.resume('r1');
    await until(() => talk.speaker.last());
    const { ask } = talk.speaker.last();
    expect(ask.continues).toBe(false);
    expect(ask.messages.map((each) => each.role)).toEqual(['user']);
    talk.speaker.last().say(thought('Well.'), text('Yes'), finish);
    await over(talk);
    expect((await replyOf(talk.store)).parts).toMatchObject([
      { type: 'reasoning', text: 'Hm. Well.' },
      { type: 'text', text: 'Yes' },
    ]);
  });

  it('is not one that is still coming, nor a question', async () => {
    const talk = await aStored({ status: 'streaming' });
    const missing = { fault: { kind: 'not-found' } };
    await expect(talk.chat.resume('r1')).rejects.toMatchObject(missing);
    await expect(talk.chat.resume('q1')).rejects.toMatchObject(missing);
    await expect(talk.chat.resume('nowhere')).rejects.toMatchObject(missing);
  });

  it('is continued by one engine at a time, even where they have not heard of each other', async () => {
    const talk = await aStored({ text: 'Once ' });
    const other = aChat(talk.store, { provider: aSpeaker().provider });
    await talk.chat.resume('r1');
    await until(() => talk.speaker.last());
    await expect(other.chat.resume('r1')).rejects.toMatchObject({ fault: { kind: 'busy' } });
    talk.speaker.last().say(text('upon'), finish);
    await over(talk);
    expect(textOf(await replyOf(talk.store))).toBe('Once upon');
  });

  it('goes on from its row when its engine dies again', async () => {
    const talk = await aStored({ text: 'Once ' });
    await talk.chat.resume('r1');
    await until(() => talk.speaker.last());
    talk.speaker.last().say(start, text('upon'));
    await until(async () => {
      expect(await talk.store.journal.read('r1')).toMatchObject({ text: 'upon' });
    });
    talk.chat.close();
    await over(talk);
    const found = await talk.store.turns.interrupt('r1', 2);
    expect(found && textOf(found)).toBe('Once upon');
  });
});
