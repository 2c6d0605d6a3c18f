import { describe, expect, it } from 'vitest';
import {
  endPhases,
  isEnd,
  livePhases,
  nextPhase,
  type Phase,
  type TurnSignal,
} from '../../../src/domain/turn.ts';

/** The whole table once more, written down by hand: phase, signal, and the phase after it. */
const steps: [Phase, TurnSignal, Phase][] = [
  ['waiting', 'begin', 'connecting'],
  ['connecting', 'retry', 'connecting'],
  ['connecting', 'loading', 'loading'],
  ['connecting', 'reading', 'reading'],
  ['connecting', 'reasoning', 'thinking'],
  ['connecting', 'text', 'writing'],
  ['connecting', 'finish', 'done'],
  ['loading', 'retry', 'connecting'],
  ['loading', 'loading', 'loading'],
  ['loading', 'reading', 'reading'],
  ['loading', 'reasoning', 'thinking'],
  ['loading', 'text', 'writing'],
  ['loading', 'finish', 'done'],
  ['reading', 'retry', 'connecting'],
  ['reading', 'loading', 'loading'],
  ['reading', 'reading', 'reading'],
  ['reading', 'reasoning', 'thinking'],
  ['reading', 'text', 'writing'],
  ['reading', 'finish', 'done'],
  ['thinking', 'reading', 'thinking'],
  ['thinking', 'reasoning', 'thinking'],
  ['thinking', 'text', 'writing'],
  ['thinking', 'finish', 'done'],
  ['writing', 'reading', 'writing'],
  ['writing', 'reasoning', 'thinking'],
  ['writing', 'text', 'writing'],
  ['writing', 'finish', 'done'],
  ...livePhases.flatMap((phase): [Phase, TurnSignal, Phase][] => [
    [phase, 'stop', 'stopped'],
    [phase, 'fault', 'failed'],
    [phase, 'orphan', 'interrupted'],
  ]),
];

const signals: TurnSignal[] = [
  'begin',
  'loading',
  'reading',
  'reasoning',
  'text',
  'finish',
  'stop',
  'fault',
  'orphan',
  'retry',
];

describe('a turn', () => {
  it.each(steps)('that is %s goes on by %s to %s', (phase, signal, next) => {
    expect(nextPhase(phase, signal)).toBe(next);
  });

  it('knows no step but those', () => {
    const known = new Set(steps.map(([phase, signal]) => `${phase} ${signal}`));
    const others = livePhases.flatMap((phase) =>
      signals.filter((signal) => !known.has(`${phase} ${signal}`)).map((signal) => [phase, signal]),
    );
    expect(others).toHaveLength(livePhases.length * signals.length - steps.length);
    for (const [phase, signal] of others) {
      expect(nextPhase(phase as Phase, signal as TurnSignal)).toBeUndefined();
    }
  });

  it.each(endPhases)('that is %s takes no signal any more', (phase) => {
    for (const signal of signals) expect(nextPhase(phase, signal)).toBeUndefined();
  });

  it('is at its end in the four end phases alone', () => {
    expect(livePhases.some(isEnd)).toBe(false);
    expect(endPhases.every(isEnd)).toBe(true);
  });

  it('can be stopped, fail and lose its owner in every live phase', () => {
    for (const phase of livePhases) {
      expect(nextPhase(phase, 'stop')).toBe('stopped');
      expect(nextPhase(phase, 'fault')).toBe('failed');
      expect(nextPhase(phase, 'orphan')).toBe('interrupted');
    }
  });
});
