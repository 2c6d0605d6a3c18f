import { expect, test } from 'vitest';
import type { ReplyFrame } from '../../../src/engine/protocol.ts';
import { createReplies, type ReplyPiece } from '../../../src/state/reply.ts';

function aStage() {
  let onFrame: (frame: ReplyFrame) => void = () => undefined;
  let due: (() => void) | undefined;
  let scheduled = 0;
  const replies = createReplies(
    (listener) => {
      onFrame = listener;
      return () => undefined;
    },
    (run) => {
      scheduled += 1;
      due = run;
      return () => {
        due = undefined;
      };
    },
  );
  const pieces: ReplyPiece[] = [];
  return {
    replies,
    pieces,
    watch: () => replies.watch('m1', (piece) => pieces.push(piece)),
    send: (text: string, change: Partial<ReplyFrame> = {}) =>
      onFrame({ messageId: 'm1', whole: false, reasoning: '', text, ...change }),
    draw: () => due?.(),
    scheduled: () => scheduled,
  };
}

test('frames that come before a draw are handed out as one piece', () => {
  const stage = aStage();
  stage.watch();
  stage.send('a');
  stage.send('b');
  stage.send('c', { reasoning: 'r' });
  expect(stage.pieces).toEqual([]);
  stage.draw();
  expect(stage.pieces).toEqual([{ whole: false, reasoning: 'r', text: 'abc' }]);
  expect(stage.scheduled()).toBe(1);
});

test('who comes late gets all that has come so far at once', () => {
  const stage = aStage();
  stage.send('Hello ');
  stage.draw();
  stage.send('there');
  stage.watch();
  expect(stage.pieces).toEqual([{ whole: true, reasoning: '', text: 'Hello ' }]);
  stage.draw();
  expect(stage.pieces.at(-1)).toEqual({ whole: false, reasoning: '', text: 'there' });
  expect(stage.replies.textOf('m1')).toBe('Hello there');
});

test('a whole frame replaces what was there, and what waited to be drawn', () => {
  const stage = aStage();
  stage.watch();
  stage.send('old');
  stage.draw();
  stage.send('lost');
  stage.send('new', { whole: true });
  stage.send(' text');
  stage.draw();
  expect(stage.pieces.at(-1)).toEqual({ whole: true, reasoning: '', text: 'new text' });
  expect(stage.replies.textOf('m1')).toBe('new text');
});

test('after its stop a listener is left alone', () => {
  const stage = aStage();
  const stop = stage.watch();
  stop();
  stage.send('a');
  stage.draw();
  expect(stage.pieces).toEqual([]);
});
