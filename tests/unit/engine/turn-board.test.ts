import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLiveReply, type LiveReply } from '../../../src/chat/live-reply.ts';
import type { TurnView } from '../../../src/domain/turn.ts';
import type { PeerMessage } from '../../../src/engine/peers.ts';
import type { ReplyFrame } from '../../../src/engine/protocol.ts';
import { createTurnBoard, type TurnBoard } from '../../../src/engine/turn-board.ts';
import { aMessage, text, thought } from '../chat/makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Engine = {
  board: TurnBoard;
  running: LiveReply[];
  stopped: string[];
  say: (m: PeerMessage) => void;
};

/** Engines joined as by a broadcast channel: each hears all the others, and not itself. */
function engines(count: number): Engine[] {
  const all: Engine[] = [];
  const hear = (engine: Engine, message: PeerMessage): void => {
    const { board, running } = engine;
    if (message.type === 'turn') board.showTheirs(message.view);
    if (message.type === 'turn-over') board.theirsOver(message.sessionId, message.messageId);
    if (message.type === 'frame') board.theirFrame(message.sessionId, message.frame);
    if (message.type === 'stop') engine.stopped.push(message.sessionId);
    if (message.type === 'who-runs') {
      for (const live of running) {
        board.show(live.view());
        board.whole(live);
      }
    }
  };
  for (let at = 0; at < count; at += 1) {
    const say = (message: PeerMessage) => {
      for (const other of all) if (other !== all[at]) hear(other, structuredClone(message));
    };
    const running: LiveReply[] = [];
    const board = createTurnBoard({ say, close: () => undefined }, () => running);
    all.push({ board, running, stopped: [], say });
  }
  return all;
}

function two(): [Engine, Engine] {
  const [here, there] = engines(2);
  if (!here || !there) throw new Error('two were asked for');
  return [here, there];
}

/** A turn that runs in this engine. */
function run({ board, running }: Engine, message = aMessage()) {
  const live = createLiveReply(message, board.show);
  running.push(live);
  board.show(live.view());
  live.signal('begin');
  const say = (...events: Parameters<LiveReply['take']>[0][]) => {
    for (const event of events) {
      const piece = live.take(event);
      if (piece) board.piece(live, piece);
    }
  };
  const end = () => {
    live.signal('finish');
    running.splice(running.indexOf(live), 1);
    board.over(live);
  };
  return { live, say, end };
}

function follow({ board }: Engine, sessionId = 's1') {
  const frames: ReplyFrame[] = [];
  const stop = board.follow(sessionId, (frame) => frames.push(frame));
  const shown = () => frames.reduce((all, f) => (f.whole ? f.text : all + f.text), '');
  return { frames, stop, shown };
}

describe('a turn of this engine', () => {
  it('is told to those who watch and to those who follow its session, and to no others', () => {
    const [here] = two();
    const seen: TurnView[][] = [];
    here.board.watch((views) => seen.push(views));
    const mine = follow(here);
    const other = follow(here, 's2');
    const turn = run(here);
    turn.say(thought('Hm'), text('Hi'));
    expect(seen.at(-1)).toMatchObject([{ sessionId: 's1', phase: 'writing' }]);
    expect(mine.frames).toHaveLength(2);
    expect(other.frames).toEqual([]);
    turn.end();
    expect(seen.at(-1)).toEqual([]);
  });

  it('comes whole first to one who follows it in the middle', () => {
    const [here] = two();
    const turn = run(here);
    turn.say(text('Once '));
    const late = follow(here);
    turn.say(text('upon'));
    expect(late.frames.map((frame) => frame.whole)).toEqual([true, false]);
    expect(late.shown()).toBe('Once upon');
  });

  it('is not told any more to one who has stopped listening', () => {
    const [here] = two();
    const seen: unknown[] = [];
    const stopWatching = here.board.watch((views) => seen.push(views));
    const { frames, stop } = follow(here);
    stop();
    stopWatching();
    run(here).say(text('x'));
    expect(seen).toHaveLength(1);
    expect(frames).toEqual([]);
  });
});

describe('a turn of another engine', () => {
  it('is shown here, followed word by word, and gone when it is over', () => {
    const [here, there] = two();
    const mine = follow(here);
    const turn = run(there);
    expect(here.board.runsElsewhere('s1')).toBe(true);
    expect(there.board.runsElsewhere('s1')).toBe(false);
    turn.say(text('One '), text('two '));
    vi.advanceTimersByTime(50);
    turn.say(text('three'));
    turn.end();
    expect(mine.shown()).toBe('One two three');
    expect(here.board.views()).toEqual([]);
    expect(here.board.runsElsewhere('s1')).toBe(false);
  });

  it('travels in pieces of 50 ms', () => {
    const [here, there] = two();
    const mine = follow(here);
    const turn = run(there);
    for (let at = 0; at < 100; at += 1) {
      turn.say(text('x'));
      vi.advanceTimersByTime(1);
    }
    expect(mine.frames.length).toBeLessThanOrEqual(2);
    turn.end();
    expect(mine.shown()).toHaveLength(100);
  });

  it('comes whole to one who follows it here in the middle', () => {
    const [here, there] = two();
    const turn = run(there);
    turn.say(text('Once '));
    vi.advanceTimersByTime(50);
    const late = follow(here);
    turn.say(text('upon'));
    vi.advanceTimersByTime(50);
    expect(late.frames[0]).toMatchObject({ whole: true, text: 'Once ' });
    expect(late.shown()).toBe('Once upon');
  });

  it('that is not known here yet shows nothing of its middle', () => {
    const [here, there] = two();
    const turn = run(there);
    turn.say(text('Once '));
    vi.advanceTimersByTime(50);
    here.board.theirsOver('s1', 'r1'); // as if this engine had not been there yet
    turn.say(text('upon'));
    turn.end();
    vi.advanceTimersByTime(50);
    expect(follow(here).frames).toEqual([]);
  });

  it('is told whole to an engine that starts later and asks', () => {
    const [here, there] = two();
    const turn = run(there, aMessage({ text: 'Once ', status: 'streaming' }));
    turn.say(text('upon '));
    here.board.theirsOver('s1', 'r1'); // as if this engine had not been there yet
    const late = follow(here);
    here.say({ type: 'who-runs' });
    vi.advanceTimersByTime(50);
    turn.say(text('a time'));
    vi.advanceTimersByTime(50);
    expect(here.board.views()).toMatchObject([{ phase: 'writing' }]);
    expect(late.shown()).toBe('Once upon a time');
  });

  it('can be stopped from here', () => {
    const [here, there] = two();
    run(there);
    here.say({ type: 'stop', sessionId: 's1' });
    expect(there.stopped).toEqual(['s1']);
    expect(here.stopped).toEqual([]);
  });

  it('that was over already does not end the next one of its session', () => {
    const [here, there] = two();
    run(there).end();
    run(there, aMessage({ id: 'r2' }));
    here.board.theirsOver('s1', 'r1');
    expect(here.board.views()).toMatchObject([{ messageId: 'r2' }]);
  });

  it('of an engine that died unheard leaves no text behind for the next one', () => {
    const [here, there] = two();
    run(there).say(text('old'));
    vi.advanceTimersByTime(50);
    run(there, aMessage({ id: 'r2' })).say(text('new'));
    vi.advanceTimersByTime(50);
    expect(follow(here).frames).toMatchObject([{ messageId: 'r2', text: 'new' }]);
  });

  it('leaves no text behind for the next one', () => {
    const [here, there] = two();
    const first = run(there);
    first.say(text('old'));
    first.end();
    run(there, aMessage({ id: 'r2' })).say(text('new'));
    vi.advanceTimersByTime(50);
    expect(follow(here).frames).toEqual([
      { messageId: 'r2', whole: true, reasoning: '', text: 'new' },
    ]);
  });
});
