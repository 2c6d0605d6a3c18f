import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFrames } from '../../../src/engine/frames.ts';
import type { ReplyFrame } from '../../../src/engine/protocol.ts';
import { aFrame } from './makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function someFrames() {
  const sent: ReplyFrame[] = [];
  const frames = createFrames((frame) => sent.push(frame));
  const pass = (ms: number) => vi.advanceTimersByTime(ms);
  /** A page that takes every frame at once. */
  const drain = () => {
    for (let at = 0; at < 10; at += 1) {
      pass(16);
      frames.ack();
    }
  };
  return { sent, frames, pass, drain };
}

describe('token pieces', () => {
  it('are joined to one frame per 16 ms', () => {
    const { sent, frames, pass } = someFrames();
    for (const letter of 'abc') frames.push(aFrame(letter));
    frames.push({ messageId: 'r1', whole: false, reasoning: 'hm', text: '' });
    pass(15);
    expect(sent).toEqual([]);
    pass(1);
    expect(sent).toEqual([{ messageId: 'r1', whole: false, reasoning: 'hm', text: 'abc' }]);
  });

  it('wait for the page to take the last frame, however many come', () => {
    const { sent, frames, pass } = someFrames();
    frames.push(aFrame('a'));
    pass(16);
    for (let at = 0; at < 500; at += 1) {
      frames.push(aFrame('x'));
      pass(2);
    }
    expect(sent).toHaveLength(1);
    frames.ack();
    pass(16);
    expect(sent[1]).toEqual(aFrame('x'.repeat(500)));
  });

  it('are replaced by a whole one of the same reply', () => {
    const { sent, frames, drain } = someFrames();
    frames.push(aFrame('lost'));
    frames.push(aFrame('all of it', true));
    frames.push(aFrame(', and more'));
    drain();
    expect(sent).toEqual([aFrame('all of it, and more', true)]);
  });

  it('of two replies keep their order and their own text', () => {
    const { sent, frames, drain } = someFrames();
    frames.push(aFrame('one', false, 'r1'));
    frames.push(aFrame('two', false, 'r2'));
    frames.push(aFrame('three', false, 'r2'));
    drain();
    expect(sent).toEqual([aFrame('one', false, 'r1'), aFrame('twothree', false, 'r2')]);
  });

  it('are no longer sent after the stop', () => {
    const { sent, frames, drain } = someFrames();
    frames.push(aFrame('a'));
    frames.stop();
    drain();
    expect(sent).toEqual([]);
  });
});
