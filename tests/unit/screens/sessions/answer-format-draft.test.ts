import { describe, expect, test } from 'vitest';
import type { AnswerFormat } from '../../../../src/domain/answer-format.ts';
import { formatTextLimit } from '../../../../src/domain/answer-format-text.ts';
import { presetById } from '../../../../src/domain/presets.ts';
import {
  draftFrom,
  formatFrom,
  serversWithout,
  troubleIn,
} from '../../../../src/screens/sessions/answer-format-draft.ts';
import { aConnection } from './makers.ts';

describe('an answer format being chosen', () => {
  test.each<AnswerFormat | undefined>([
    undefined,
    { kind: 'json' },
    { kind: 'schema', schema: '{}' },
    { kind: 'grammar', grammar: 'root ::= "a"' },
  ])('comes back as it was: %j', (format) => {
    expect(formatFrom(draftFrom(format))).toEqual(format);
  });

  test('is wrong only by the text of its own kind', () => {
    const draft = { ...draftFrom(undefined), schema: '{', grammar: 'x' };
    expect(troubleIn(draft)).toBeUndefined();
    expect(troubleIn({ ...draft, kind: 'json' })).toBeUndefined();
    expect(troubleIn({ ...draft, kind: 'schema' })?.kind).toBe('not-json');
    expect(troubleIn({ ...draft, kind: 'grammar' })?.kind).toBe('no-root');
    expect(troubleIn({ ...draft, kind: 'grammar', grammar: 'root ::= "a"' })).toBeUndefined();
    const long = ' '.repeat(formatTextLimit);
    expect(troubleIn({ ...draft, kind: 'schema', schema: `{}${long}` })?.kind).toBe('too-long');
  });

  test('names the servers that would refuse it', () => {
    const servers = [
      aConnection({ name: 'Box' }),
      aConnection({ id: 'c2', name: 'Lamp', kind: 'llama-server' }),
      aConnection({ id: 'c3', name: 'DeepSeek', kind: 'openai', preset: 'deepseek' }),
    ];
    const without = (kind: 'json' | 'schema' | 'grammar') =>
      serversWithout(kind, servers, presetById).map(({ name }) => name);
    expect(without('json')).toEqual([]);
    expect(without('schema')).toEqual(['DeepSeek']);
    expect(without('grammar')).toEqual(['Box', 'DeepSeek']);
  });
});
