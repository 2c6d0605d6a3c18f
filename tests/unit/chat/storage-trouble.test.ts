import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '../../../src/domain/fault.ts';
import { textOf } from '../../../src/domain/message-text.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import type { Store } from '../../../src/storage/store.ts';
import { aChat, aSend, aSpeaker, finish, messagesOf, replyOf, start, text } from './makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A store on a disk that can be full: writes throw then, reads do not. */
function aDisk() {
  const disk = { isFull: false };
  const memory = openMemory();
  const guard =
    <A extends unknown[], R>(write: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (disk.isFull) throw new FaultError({ kind: 'storage-full' });
      return await write(...args);
    };
  const store: Store = {
    ...memory,
    journal: { ...memory.journal, append: guard(memory.journal.append) },
    turns: {
      begin: guard(memory.turns.begin),
      finish: guard(memory.turns.finish),
      interrupt: guard(memory.turns.interrupt),
    },
    messages: { ...memory.messages, put: guard(memory.messages.put) },
    waiting: { ...memory.waiting, add: guard(memory.waiting.add) },
  };
  return { disk, store };
}

async function aStreaming() {
  const { disk, store } = aDisk();
  const speaker = aSpeaker();
  const talk = aChat(store, { provider: speaker.provider });
  await talk.chat.send(aSend('Hello'));
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(1);
  speaker.last().say(start, text('One. '));
  await vi.advanceTimersByTimeAsync(300);
  return { ...talk, disk, speaker };
}

describe('a storage that takes no more writes', () => {
  it('in mid-reply: the text stays in the live reply, and storage-full is told', async () => {
    const { chat, ears, speaker, disk } = await aStreaming();
    disk.isFull = true;
    speaker.last().say(text('Two. '), text('Three.'));
    await vi.advanceTimersByTimeAsync(300);
    const [live] = chat.running();
    expect(live?.reply().text).toBe('One. Two. Three.');
    expect(ears.views.at(-1)).toMatchObject({ phase: 'writing', fault: { kind: 'storage-full' } });
  });

  it('that has room again in mid-reply is told no longer', async () => {
    const { store, ears, speaker, disk } = await aStreaming();
    disk.isFull = true;
    speaker.last().say(text('Two.'));
    await vi.advanceTimersByTimeAsync(300);
    disk.isFull = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(ears.views.at(-1)).not.toHaveProperty('fault');
    const { id } = await replyOf(store);
    expect(await store.journal.read(id)).toMatchObject({ text: 'One. Two.' });
  });

  it('at the end: the turn is not over until the reply is stored, whole', async () => {
    const { store, chat, ears, speaker, disk } = await aStreaming();
    disk.isFull = true;
    speaker.last().say(text('Two.'), finish);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(ears.overs).toEqual([]);
    expect(chat.running()).toHaveLength(1);
    expect(ears.views.at(-1)).toMatchObject({ phase: 'done', fault: { kind: 'storage-full' } });
    disk.isFull = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(ears.overs).toEqual(['s1']);
    const reply = await replyOf(store);
    expect(reply).toMatchObject({ status: 'done' });
    expect(textOf(reply)).toBe('One. Two.');
  });

  it('at Stop: what came is kept as well', async () => {
    const { store, chat, disk } = await aStreaming();
    disk.isFull = true;
    chat.stop('s1');
    await vi.advanceTimersByTimeAsync(5_000);
    disk.isFull = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(textOf(await replyOf(store))).toBe('One. ');
    expect(await replyOf(store)).toMatchObject({ status: 'stopped' });
  });

  it('keeps a message from being sent, says so, and asks no server', async () => {
    const { disk, store } = aDisk();
    const speaker = aSpeaker();
    const { chat } = aChat(store, { provider: speaker.provider });
    disk.isFull = true;
    await expect(chat.send(aSend('Hello'))).rejects.toMatchObject({
      fault: { kind: 'storage-full' },
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(speaker.mouths).toEqual([]);
    expect(chat.running()).toEqual([]);
    disk.isFull = false;
    expect(await chat.send(aSend('Hello'))).toEqual({ state: 'started' });
    expect(await messagesOf(store)).toHaveLength(2);
  });

  it('keeps a message from joining the line, and its draft stays', async () => {
    const { chat, store, disk } = await aStreaming();
    await store.drafts.put({ sessionId: 's1', text: 'second', images: [], updatedAt: 1 });
    disk.isFull = true;
    await expect(chat.send(aSend('second'))).rejects.toMatchObject({
      fault: { kind: 'storage-full' },
    });
    expect(await store.drafts.get('s1')).toMatchObject({ text: 'second' });
  });

  it('closed for good ends the turn and leaves its journal for the next owner', async () => {
    const { store, chat, ears, disk, speaker } = await aStreaming();
    disk.isFull = true;
    chat.close();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(ears.overs).toEqual(['s1']);
    expect(speaker.last().signal.aborted).toBe(true);
    disk.isFull = false;
    const reply = await replyOf(store);
    expect(reply.status).toBe('pending');
    const found = await store.turns.interrupt(reply.id, 1);
    expect(found && textOf(found)).toBe('One. ');
  });
});
