/**
 * Token pieces joined into frames: at most one per 16 ms, and the next only after the page has taken the last.
 * A worker has no animation frames, and a busy page must not pile up messages.
 */
import type { ReplyFrame } from './protocol.ts';

const frameMs = 16;

export type Frames = {
  readonly push: (piece: ReplyFrame) => void;
  readonly ack: () => void;
  readonly stop: () => void;
};

export function createFrames(send: (frame: ReplyFrame) => void): Frames {
  let waiting: ReplyFrame[] = [];
  let unanswered = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    timer = undefined;
    const next = waiting.shift();
    if (!next) return;
    unanswered = true;
    send(next);
  }
  function schedule(): void {
    if (!unanswered && timer === undefined && waiting.length > 0)
      timer = setTimeout(flush, frameMs);
  }
  return {
    push: (piece) => {
      const last = waiting.at(-1);
      if (piece.whole) waiting = waiting.filter((each) => each.messageId !== piece.messageId);
      if (!piece.whole && last && last.messageId === piece.messageId) {
        waiting[waiting.length - 1] = {
          ...last,
          reasoning: last.reasoning + piece.reasoning,
          text: last.text + piece.text,
        };
      } else waiting.push(piece);
      schedule();
    },
    ack: () => {
      unanswered = false;
      schedule();
    },
    stop: () => {
      clearTimeout(timer);
      waiting = [];
    },
  };
}
