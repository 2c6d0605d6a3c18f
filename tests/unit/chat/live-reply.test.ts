import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLiveReply } from '../../../src/chat/live-reply.ts';
import type { TurnView } from '../../../src/domain/turn.ts';
import { aMessage, finish, text, thought } from './makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aLive(message = aMessage()) {
  const views: TurnView[] = [];
  const live = createLiveReply(message, (view) => views.push(view));
  return { live, views, phases: () => views.map((view) => view.phase) };
}

describe('a reply in flight', () => {
  it('folds what comes into text and reasoning, and gives each piece out once', () => {
    const { live } = aLive();
    live.signal('begin');
    const pieces = [thought('Hm'), text('Hel'), text('lo'), finish].map(live.take);
    expect(pieces).toEqual([
      { reasoning: 'Hm', text: '' },
      { reasoning: '', text: 'Hel' },
      { reasoning: '', text: 'lo' },
      undefined,
    ]);
    expect(live.reply()).toMatchObject({ reasoning: 'Hm', text: 'Hello' });
  });

  it('walks through its phases as the events tell, each told once', () => {
    const { live, phases } = aLive();
    live.signal('begin');
    live.take({ type: 'progress', stage: 'loading' });
    live.take({ type: 'progress', stage: 'reading' });
    for (const event of [thought('a'), thought('b'), text('c'), text('d')]) live.take(event);
    live.signal('finish');
    expect(phases()).toEqual(['connecting', 'loading', 'reading', 'thinking', 'writing', 'done']);
  });

  it('takes no signal after its end', () => {
    const { live } = aLive();
    live.signal('stop');
    live.signal('begin');
    live.take(text('late'));
    expect(live.view().phase).toBe('stopped');
  });

  it('tells how much of the prompt is read, and forgets it with the phase', () => {
    const { live } = aLive();
    live.signal('begin');
    live.take({ type: 'progress', stage: 'reading', fraction: 0.5, leftMs: 900 });
    expect(live.view()).toMatchObject({ phase: 'reading', fraction: 0.5, leftMs: 900 });
    live.take(text('x'));
    expect(live.view()).not.toHaveProperty('fraction');
    expect(live.view()).not.toHaveProperty('leftMs');
  });

  it('tells its place in line only while it waits', () => {
    const { live } = aLive();
    live.setPlace(3);
    expect(live.view()).toMatchObject({ phase: 'waiting', place: 3 });
    live.signal('begin');
    expect(live.view()).not.toHaveProperty('place');
  });

  it('counts the time of thinking in all its stretches, and nothing else', () => {
    const { live } = aLive();
    live.signal('begin');
    vi.advanceTimersByTime(100);
    live.take(thought('a'));
    vi.advanceTimersByTime(300);
    live.take(text('b'));
    vi.advanceTimersByTime(1000);
    live.take(thought('c'));
    vi.advanceTimersByTime(200);
    live.signal('finish');
    vi.advanceTimersByTime(5000);
    const stored = live.finished('done', undefined);
    expect(stored.timings?.reasoningMs).toBe(500);
    expect(stored.parts[0]).toMatchObject({ type: 'reasoning', text: 'ac', durationMs: 500 });
  });

  it('measures the first token from the request, not from the wait in line', () => {
    const { live } = aLive();
    vi.advanceTimersByTime(10_000);
    live.signal('begin');
    vi.advanceTimersByTime(250);
    live.take(text('x'));
    vi.advanceTimersByTime(750);
    const { timings } = live.finished('done', undefined);
    expect(timings).toMatchObject({ firstTokenMs: 250, totalMs: 1000 });
  });

  it('tells the speed at most once a second', () => {
    const { live, views } = aLive();
    live.signal('begin');
    live.take(text('x'));
    const before = views.length;
    for (let at = 0; at < 20; at += 1) {
      live.take({ type: 'timings', timings: { tokensPerSecond: 30 + at } });
      vi.advanceTimersByTime(100);
    }
    expect(views.length - before).toBe(2);
    expect(views.at(-1)?.tokensPerSecond).toBe(40);
  });

  it('shows trouble beside the stream until it is over', () => {
    const { live, views } = aLive();
    live.setFault({ kind: 'storage-full' });
    expect(views.at(-1)?.fault).toEqual({ kind: 'storage-full' });
    live.setFault(undefined);
    expect(views.at(-1)).not.toHaveProperty('fault');
  });

  it('goes on from the text its message has', () => {
    const { live } = aLive(aMessage({ text: 'Once ', status: 'streaming' }));
    live.take(text('upon'));
    expect(live.finished('done', undefined).parts).toEqual([{ type: 'text', text: 'Once upon' }]);
  });

  it('is stored without the fault and the end of its earlier attempt', () => {
    const earlier = aMessage({
      fault: { kind: 'truncated' },
      finish: { reason: 'length' },
      usage: { promptTokens: 1 },
    });
    const { live } = aLive(earlier);
    live.take(finish);
    const stored = live.finished('done', undefined);
    expect(stored).toMatchObject({ status: 'done', finish: { reason: 'stop' } });
    expect(stored).not.toHaveProperty('fault');
    expect(stored).not.toHaveProperty('usage');
  });
});
