import { describe, expect, test } from 'vitest';
import type { MessageView } from '../../../../src/domain/message.ts';
import { actionsFor, canContinue } from '../../../../src/screens/sessions/message-actions.ts';
import { messageCommand } from '../../../../src/screens/sessions/message-keys.ts';
import {
  articleName,
  figuresOf,
  firstWords,
} from '../../../../src/screens/sessions/message-words.ts';
import { nextStepsFor, retryAt } from '../../../../src/screens/sessions/next-step.ts';

function aMessage(change: Partial<MessageView> = {}): MessageView {
  return {
    id: 'm1',
    sessionId: 's1',
    parentId: '',
    role: 'assistant',
    parts: [{ type: 'text', text: 'Hello there' }],
    status: 'done',
    createdAt: 1,
    position: 0,
    siblingIds: ['m1'],
    ...change,
  };
}

describe('names and figures', () => {
  test('an article is named by its role and first words', () => {
    expect(articleName(aMessage())).toBe('Assistant Hello there');
    expect(articleName(aMessage({ parts: [], status: 'streaming' }))).toBe('Assistant (answering)');
  });

  test('first words end at a word, on one line', () => {
    expect(firstWords('one\ntwo')).toBe('one two');
    expect(firstWords(`${'word '.repeat(30)}`)).toMatch(/^(word ){11}word…$/);
  });

  test('only figures that are known are shown', () => {
    expect(figuresOf(aMessage())).toEqual([]);
    const told = aMessage({
      usage: { promptTokens: 100, completionTokens: 50 },
      timings: { tokensPerSecond: 41.26, firstTokenMs: 400 },
    });
    expect(figuresOf(told).map((figure) => figure.id)).toEqual([
      'tokens',
      'speed',
      'first',
      'context',
    ]);
  });

  test('speed is taken from our own clock where the server names only tokens', () => {
    const told = aMessage({
      usage: { completionTokens: 101 },
      timings: { firstTokenMs: 500, totalMs: 2500 },
    });
    expect(figuresOf(told).find((figure) => figure.id === 'speed')?.text).toBe('50.0 tok/s');
  });
});

describe('what can be done with a message', () => {
  test('while a reply comes only copying is offered', () => {
    expect(actionsFor(aMessage(), true).map((action) => action.id)).toEqual(['copy']);
  });

  test('a reply that ended by itself is not continued, a cut one is', () => {
    expect(canContinue(aMessage({ finish: { reason: 'stop' } }))).toBe(false);
    expect(canContinue(aMessage({ finish: { reason: 'length' } }))).toBe(true);
    expect(canContinue(aMessage({ status: 'interrupted' }))).toBe(true);
    expect(canContinue(aMessage({ status: 'failed', parts: [] }))).toBe(false);
  });

  test('only a person’s message is edited', () => {
    expect(actionsFor(aMessage({ role: 'user' }), false).map((action) => action.id)).toEqual([
      'copy',
      'edit',
      'delete',
    ]);
  });

  test('single keys are commands, chords with Ctrl are the browser’s', () => {
    const press = { key: 'c', altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
    expect(messageCommand(press)).toBe('copy');
    expect(messageCommand({ ...press, ctrlKey: true })).toBeUndefined();
    expect(messageCommand({ ...press, key: 'ArrowUp', altKey: true })).toBe('previous');
    expect(messageCommand({ ...press, key: 'ArrowUp' })).toBeUndefined();
  });

  test('a missing model is answered with a choice, a server out of reach with a check', () => {
    expect(nextStepsFor({ kind: 'model-missing', model: 'x' })[0]).toBe('choose-model');
    expect(nextStepsFor({ kind: 'not-listening', url: 'http://a' })[0]).toBe('check-connection');
    expect(nextStepsFor({ kind: 'truncated' })).toEqual([]);
  });

  test('an answer format that cannot be used is changed in the settings of the session', () => {
    const [format, other] = ['answer-format', 'vision'].map((ability) =>
      nextStepsFor({ kind: 'unsupported', ability }),
    );
    expect(format?.[0]).toBe('session-settings');
    expect(other).toEqual(['choose-model']);
  });

  test('a fence is offered to be widened only where it stands in the way', () => {
    const missing = { kind: 'no-server-for-model', model: 'x' } as const;
    expect(nextStepsFor({ ...missing, fence: 'network' })).toContain('widen-fence');
    expect(nextStepsFor({ ...missing, fence: 'outside' })).not.toContain('widen-fence');
  });

  test('a pause is counted down where the server named it and it is short', () => {
    expect(retryAt({ kind: 'rate-limited', retryAfterMs: 2000 }, 1000)).toBe(3000);
    expect(retryAt({ kind: 'rate-limited' }, 1000)).toBeUndefined();
    expect(retryAt({ kind: 'rate-limited', retryAfterMs: 86_400_000 }, 1000)).toBeUndefined();
  });
});
