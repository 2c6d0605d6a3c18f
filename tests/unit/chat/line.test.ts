import { describe, expect, it, vi } from 'vitest';
import { createLine } from '../../../src/chat/line.ts';

const origin = 'http://127.0.0.1:1';
const never = new AbortController().signal;

/** Enters and notes when it is let in, and the places it was told on the way. */
function enter(
  line: ReturnType<typeof createLine>,
  { at = origin, signal = never }: { at?: string; signal?: AbortSignal } = {},
) {
  const places: number[] = [];
  const one = { places, isIn: false, leave: (): void => undefined, error: undefined as unknown };
  const done = line
    .enter(at, (place) => places.push(place), signal)
    .then(
      (leave) => {
        one.isIn = true;
        one.leave = leave;
      },
      (error: unknown) => {
        one.error = error;
      },
    );
  return Object.assign(one, { done });
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function six(limit = 4) {
  const line = createLine({ limit: () => limit });
  const all = Array.from({ length: 6 }, () => enter(line));
  await settle();
  return { line, all };
}

describe('the line before a server', () => {
  it('is as long as this place wants it', async () => {
    const line = createLine({ limit: (at) => (at === origin ? 1 : 2) });
    const all = [origin, origin, 'browser://x', 'browser://x'].map((at) => enter(line, { at }));
    await settle();
    expect(all.map((each) => each.isIn)).toEqual([true, false, true, true]);
  });

  it('lets four of six in and keeps two waiting', async () => {
    const { all } = await six();
    expect(all.map((each) => each.isIn)).toEqual([true, true, true, true, false, false]);
  });

  it('lets them in by the order they came', async () => {
    const { all } = await six();
    all[2]?.leave();
    await settle();
    expect(all.map((each) => each.isIn)).toEqual([true, true, true, true, true, false]);
    all[0]?.leave();
    await settle();
    expect(all[5]?.isIn).toBe(true);
  });

  it('tells each its place, and again when that changes', async () => {
    const { all } = await six();
    expect(all[4]?.places.at(-1)).toBe(1);
    expect(all[5]?.places.at(-1)).toBe(2);
    all[0]?.leave();
    await settle();
    expect(all[5]?.places.at(-1)).toBe(1);
    expect(all[0]?.places).toEqual([]);
  });

  it('moves up behind one that gives up, which is told why', async () => {
    const line = createLine({ limit: () => 1 });
    const stop = new AbortController();
    enter(line);
    const second = enter(line, { signal: stop.signal });
    const third = enter(line);
    await settle();
    stop.abort('enough');
    await second.done;
    expect(second.error).toBe('enough');
    expect(third.places.at(-1)).toBe(1);
  });

  it('does not take one whose wait is over before it begins', async () => {
    const line = createLine({ limit: () => 1 });
    const late = enter(line, { signal: AbortSignal.abort('gone') });
    await late.done;
    expect(late.error).toBe('gone');
    const next = enter(line);
    await next.done;
    expect(next.isIn).toBe(true);
  });

  it('gives a place back once, however often it is left', async () => {
    const { all } = await six();
    all[0]?.leave();
    all[0]?.leave();
    await settle();
    expect(all.filter((each) => each.isIn)).toHaveLength(5);
  });

  it('has a line for each server', async () => {
    const line = createLine({ limit: () => 1 });
    const here = enter(line);
    const there = enter(line, { at: 'http://127.0.0.1:2' });
    await settle();
    expect([here.isIn, there.isIn]).toEqual([true, true]);
  });

  it('follows a changed limit at its next step', async () => {
    let limit = 1;
    const line = createLine({ limit: () => limit });
    const all = Array.from({ length: 4 }, () => enter(line));
    await settle();
    limit = 3;
    all[0]?.leave();
    await settle();
    expect(all.map((each) => each.isIn)).toEqual([true, true, true, true]);
    limit = 1;
    const fifth = enter(line);
    all[1]?.leave();
    all[2]?.leave();
    await settle();
    expect(fifth.isIn).toBe(false);
    all[3]?.leave();
    await settle();
    expect(fifth.isIn).toBe(true);
  });

  it('takes a place shared with other engines as well, and gives both back', async () => {
    const giveBack = vi.fn();
    const line = createLine({ limit: () => 1, takeShared: async () => giveBack });
    const first = enter(line);
    await first.done;
    first.leave();
    expect(giveBack).toHaveBeenCalledTimes(1);
    const second = enter(line);
    await second.done;
    expect(second.isIn).toBe(true);
  });

  it('gives its own place back where the shared one cannot be had', async () => {
    let fails = true;
    const line = createLine({
      limit: () => 1,
      takeShared: async () => {
        if (fails) throw new Error('no locks');
        return () => undefined;
      },
    });
    const first = enter(line);
    await first.done;
    expect(first.error).toEqual(new Error('no locks'));
    fails = false;
    const second = enter(line);
    await second.done;
    expect(second.isIn).toBe(true);
  });
});
