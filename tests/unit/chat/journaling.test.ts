import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createJournaling } from '../../../src/chat/journaling.ts';
import { type Fault, FaultError } from '../../../src/domain/fault.ts';
import type { Journal } from '../../../src/storage/journal.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aJournal() {
  const rows = new Map<number, { reasoning?: string; text?: string }>();
  const told: (Fault | undefined)[] = [];
  const disk = { isFull: false, writes: 0 };
  const journal: Journal = {
    append: async (_id, seq, piece) => {
      disk.writes += 1;
      if (disk.isFull) throw new FaultError({ kind: 'storage-full' });
      rows.set(seq, piece);
    },
    read: async () => ({ reasoning: '', text: '' }),
  };
  const journaling = createJournaling(journal, 'r1', (fault) => told.push(fault));
  const written = () =>
    [...rows.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, { text }]) => text ?? '')
      .join('');
  return { journaling, rows, told, disk, written };
}

const said = (text: string) => ({ reasoning: '', text });

describe('the journal of a reply', () => {
  it('holds what came at most 250 ms later', async () => {
    const { journaling, written } = aJournal();
    journaling.add(said('a'));
    await vi.advanceTimersByTimeAsync(249);
    journaling.add(said('b'));
    expect(written()).toBe('');
    await vi.advanceTimersByTimeAsync(1);
    expect(written()).toBe('ab');
  });

  it('is written at most four times a second, however fast tokens come', async () => {
    const { journaling, disk, written } = aJournal();
    for (let at = 0; at < 1000; at += 1) {
      journaling.add(said('x'));
      await vi.advanceTimersByTimeAsync(2);
    }
    await vi.advanceTimersByTimeAsync(250);
    expect(disk.writes).toBeLessThanOrEqual(9);
    expect(written()).toHaveLength(1000);
  });

  it('keeps reasoning and text apart', async () => {
    const { journaling, rows } = aJournal();
    journaling.add({ reasoning: 'Hm', text: '' });
    journaling.add(said('Hi'));
    await vi.advanceTimersByTimeAsync(250);
    expect([...rows.values()]).toEqual([{ reasoning: 'Hm', text: 'Hi' }]);
  });

  it('keeps a piece whose write failed and writes it with the next', async () => {
    const { journaling, disk, told, written, rows } = aJournal();
    disk.isFull = true;
    journaling.add(said('a'));
    await vi.advanceTimersByTimeAsync(250);
    expect(told).toEqual([{ kind: 'storage-full' }]);
    disk.isFull = false;
    journaling.add(said('b'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(written()).toBe('ab');
    expect([...rows.keys()]).toEqual([0]);
  });

  it('tries again by itself where nothing more comes, and says when it went through', async () => {
    const { journaling, disk, told, written } = aJournal();
    disk.isFull = true;
    journaling.add(said('a'));
    await vi.advanceTimersByTimeAsync(2300);
    expect(told.length).toBeGreaterThan(1);
    disk.isFull = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(written()).toBe('a');
    expect(told.at(-1)).toBeUndefined();
  });

  it('writes nothing more once it is closed', async () => {
    const { journaling, disk } = aJournal();
    journaling.add(said('a'));
    await journaling.close();
    await vi.advanceTimersByTimeAsync(5000);
    expect(disk.writes).toBe(0);
  });

  it('closes only after the write under way', async () => {
    const order: string[] = [];
    const journal: Journal = {
      append: async () => {
        await new Promise((resolve) => setTimeout(resolve, 400));
        order.push('written');
      },
      read: async () => ({ reasoning: '', text: '' }),
    };
    const journaling = createJournaling(journal, 'r1', () => undefined);
    journaling.add(said('a'));
    await vi.advanceTimersByTimeAsync(300);
    const closed = journaling.close().then(() => order.push('closed'));
    await vi.advanceTimersByTimeAsync(400);
    await closed;
    expect(order).toEqual(['written', 'closed']);
  });
});
