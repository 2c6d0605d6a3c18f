import { describe, expect, it, vi } from 'vitest';
import {
  type Ownership,
  ownershipByHeartbeat,
  ownershipByLocks,
} from '../../../src/chat/ownership.ts';
import { recoverAll } from '../../../src/chat/recover.ts';
import { FaultError } from '../../../src/domain/fault.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { fakeLocks } from './fake-locks.ts';
import { aMessage, aSession, until } from './makers.ts';

vi.setConfig({ testTimeout: 30_000 });

const signal = new AbortController().signal;

/** Two replies found in flight: one that had not begun, one with text in its row and more in its journal. */
async function aCrashedStore() {
  const store = openMemory();
  await store.sessions.create(aSession());
  await store.messages.put(aMessage({ id: 'r1' }));
  await store.messages.put(aMessage({ id: 'r2', text: 'Once ', status: 'streaming' }));
  await store.journal.append('r2', 0, { reasoning: 'Hm', text: 'upon ' });
  await store.journal.append('r2', 1, { text: 'a time' });
  return store;
}

function recover(
  store: Awaited<ReturnType<typeof aCrashedStore>>,
  ownership: Ownership,
  isOurs: (id: string) => boolean = () => false,
) {
  return recoverAll({ store, ownership, isOurs }, signal);
}

describe('at the start of an engine', () => {
  it('replies without an owner become interrupted, with their text and what the journal has', async () => {
    const store = await aCrashedStore();
    await recover(store, ownershipByLocks(fakeLocks(), 't:'));
    expect(await store.messages.get('r1')).toMatchObject({ status: 'interrupted', parts: [] });
    expect(await store.messages.get('r2')).toMatchObject({
      status: 'interrupted',
      parts: [
        { type: 'reasoning', text: 'Hm' },
        { type: 'text', text: 'Once upon a time' },
      ],
    });
    expect(await store.journal.read('r2')).toEqual({ reasoning: '', text: '' });
    expect(await store.messages.inFlight()).toEqual([]);
  });

  it('a reply with an owner is left alone until the owner is gone', async () => {
    const store = await aCrashedStore();
    const locks = fakeLocks();
    await ownershipByLocks(locks, 't:').hold('r2');
    await recover(store, ownershipByLocks(locks, 't:'));
    expect(await store.messages.get('r1')).toMatchObject({ status: 'interrupted' });
    expect(await store.messages.get('r2')).toMatchObject({ status: 'streaming' });
    locks.break('t:r2');
    await until(async () => {
      expect(await store.messages.get('r2')).toMatchObject({ status: 'interrupted' });
    });
  });

  it('a reply whose owner ended it well stays as it is', async () => {
    const store = await aCrashedStore();
    const locks = fakeLocks();
    const release = await ownershipByLocks(locks, 't:').hold('r2');
    await recover(store, ownershipByLocks(locks, 't:'));
    const ended = aMessage({ id: 'r2', text: 'Once upon a time, whole', status: 'done' });
    await store.turns.finish(ended);
    release();
    await until(() => expect(locks.held()).toEqual([]));
    expect(await store.messages.get('r2')).toEqual(ended);
  });

  it('a turn of this very engine is not touched', async () => {
    const store = await aCrashedStore();
    await recover(store, ownershipByLocks(fakeLocks(), 't:'), (id) => id === 'r2');
    expect(await store.messages.get('r2')).toMatchObject({ status: 'streaming' });
  });

  it('a reply that cannot be written does not keep the others from being looked at', async () => {
    const store = await aCrashedStore();
    const interrupt: typeof store.turns.interrupt = async (id, at) => {
      if (id === 'r1') throw new FaultError({ kind: 'storage-full' });
      return await store.turns.interrupt(id, at);
    };
    const shaky = { ...store, turns: { ...store.turns, interrupt } };
    await recover(shaky, ownershipByLocks(fakeLocks(), 't:'));
    expect(await store.messages.get('r2')).toMatchObject({ status: 'interrupted' });
  });

  it('where there are no locks, an owner that stopped beating is waited out first', async () => {
    const store = await aCrashedStore();
    vi.useFakeTimers();
    try {
      await store.owners.claim('r2', 'the dead', Date.now(), 10_000);
      await recover(store, ownershipByHeartbeat(store.owners));
      await vi.advanceTimersByTimeAsync(5_000);
      expect(await store.messages.get('r1')).toMatchObject({ status: 'interrupted' });
      expect(await store.messages.get('r2')).toMatchObject({ status: 'streaming' });
      await vi.advanceTimersByTimeAsync(7_000);
      expect(await store.messages.get('r2')).toMatchObject({ status: 'interrupted' });
    } finally {
      vi.useRealTimers();
    }
  });
});
