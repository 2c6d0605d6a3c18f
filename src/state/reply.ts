/**
 * The text in flight of one session, outside Solid's stores: pieces are joined and handed out once per animation frame,
 * so that a token costs the same at the start and the end of a reply.
 */
import type { ReplyFrame } from '../engine/protocol.ts';

export type ReplyPiece = {
  /** Replaces what was shown before; otherwise it is joined on. */
  readonly whole: boolean;
  readonly reasoning: string;
  readonly text: string;
};

export type Replies = {
  /** The listener gets what has come so far at once (where there is any), then a piece per frame. Returns the stop. */
  readonly watch: (messageId: string, listener: (piece: ReplyPiece) => void) => () => void;
  /** What has come of a message so far. */
  readonly textOf: (messageId: string) => string;
  readonly dispose: () => void;
};

/** Calls back soon, at most once per frame; returns the cancel. */
export type Schedule = (run: () => void) => () => void;

type Flow = {
  reasoning: string;
  text: string;
  pending: { whole: boolean; reasoning: string; text: string } | undefined;
  readonly listeners: Set<(piece: ReplyPiece) => void>;
};

export function createReplies(
  follow: (onFrame: (frame: ReplyFrame) => void) => () => void,
  schedule: Schedule = onNextFrame,
): Replies {
  const flows = new Map<string, Flow>();
  let cancel: (() => void) | undefined;

  function flowOf(messageId: string): Flow {
    const found = flows.get(messageId);
    if (found) return found;
    const flow: Flow = { reasoning: '', text: '', pending: undefined, listeners: new Set() };
    flows.set(messageId, flow);
    return flow;
  }

  function take(frame: ReplyFrame): void {
    const flow = flowOf(frame.messageId);
    if (frame.whole || flow.pending === undefined) {
      flow.pending = { whole: frame.whole, reasoning: frame.reasoning, text: frame.text };
    } else {
      flow.pending.reasoning += frame.reasoning;
      flow.pending.text += frame.text;
    }
    cancel ??= schedule(deliver);
  }

  function deliver(): void {
    cancel = undefined;
    for (const flow of flows.values()) {
      const piece = flow.pending;
      if (!piece) continue;
      flow.pending = undefined;
      flow.reasoning = piece.whole ? piece.reasoning : flow.reasoning + piece.reasoning;
      flow.text = piece.whole ? piece.text : flow.text + piece.text;
      // A listener that comes during the round has this piece already, in its first one.
      for (const listener of [...flow.listeners]) listener(piece);
    }
  }

  const stop = follow(take);
  return {
    watch: (messageId, listener) => {
      const flow = flowOf(messageId);
      if (flow.text !== '' || flow.reasoning !== '') {
        listener({ whole: true, reasoning: flow.reasoning, text: flow.text });
      }
      flow.listeners.add(listener);
      return () => {
        flow.listeners.delete(listener);
      };
    },
    textOf: (messageId) => flows.get(messageId)?.text ?? '',
    dispose: () => {
      stop();
      cancel?.();
      flows.clear();
    },
  };
}

/** The next animation frame, or a timer where the page is hidden and has none. */
function onNextFrame(run: () => void): () => void {
  if (document.visibilityState === 'hidden') {
    const timer = setTimeout(run, 250);
    return () => clearTimeout(timer);
  }
  let hasRun = false;
  const once = () => {
    if (hasRun) return;
    hasRun = true;
    cancel();
    run();
  };
  // A page that is hidden between asking and drawing would wait for ever: the timer is the fallback.
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, 500);
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  return cancel;
}
