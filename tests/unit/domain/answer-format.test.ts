import { describe, expect, test } from 'vitest';
import { answerFormat } from '../../../src/domain/answer-format.ts';
import { formatsOf, isFormatAbility } from '../../../src/domain/answer-format-kinds.ts';
import {
  formatTextLimit,
  grammarTrouble,
  readSchema,
} from '../../../src/domain/answer-format-text.ts';
import { parameters } from '../../../src/domain/parameters.ts';
import { presetById } from '../../../src/domain/presets.ts';

describe('an answer format', () => {
  test('is kept as typed, also where its text is no use', () => {
    for (const format of [
      { kind: 'json' },
      { kind: 'schema', schema: ' {"type": ' },
      { kind: 'grammar', grammar: '' },
    ]) {
      expect(parameters.parse({ format })).toEqual({ format });
    }
    expect(parameters.parse({})).toEqual({});
  });

  test('is bounded, and of no other kind', () => {
    const schema = 'x'.repeat(formatTextLimit);
    expect(answerFormat.safeParse({ kind: 'schema', schema }).success).toBe(true);
    expect(answerFormat.safeParse({ kind: 'schema', schema: `${schema}x` }).success).toBe(false);
    expect(answerFormat.safeParse({ kind: 'schema' }).success).toBe(false);
    expect(answerFormat.safeParse({ kind: 'xml' }).success).toBe(false);
  });

  test('is taken as its kind of server does, or less where a vendor is known to take less', () => {
    expect(formatsOf('llama-server')).toEqual(['json', 'schema', 'grammar']);
    expect(formatsOf('plain')).toEqual([]);
    expect(formatsOf('openai', presetById('deepseek')?.quirks.formats)).toEqual(['json']);
    expect(formatsOf('anthropic', ['json'])).toEqual([]);
  });

  test('has names of its own among what a server may lack', () => {
    expect(['json', 'json-schema', 'grammar', 'answer-format'].every(isFormatAbility)).toBe(true);
    expect(isFormatAbility('vision')).toBe(false);
  });
});

describe('the text of a schema', () => {
  test('is read to its object', () => {
    expect(readSchema(' {"type": "object"}\n')).toEqual({ schema: { type: 'object' } });
  });

  test.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['[]', 'not-object'],
    ['true', 'not-object'],
    ['null', 'not-object'],
    ['"object"', 'not-object'],
    ['{type: "object"}', 'not-json'],
  ])('%j is told to be %s', (text, kind) => {
    expect(readSchema(text)).toMatchObject({ trouble: { kind } });
  });

  test('is told the place of a mistake', () => {
    const place = (text: string) => readSchema(text);
    expect(place('{\n  "type": "object",\n  "required": [,]\n}')).toEqual({
      trouble: { kind: 'not-json', line: 3, column: 16 },
    });
    expect(place('{\n  "type": "object"\n')).toEqual({
      trouble: { kind: 'not-json', line: 3, column: 1 },
    });
  });
});

describe('the text of a grammar', () => {
  test.each([
    ['', 'empty'],
    ['\n', 'empty'],
    ['answer ::= "yes"', 'no-root'],
    ['# root ::= "yes"\nx ::= "no"', 'no-root'],
    ['root ::= "yes" | "no"', undefined],
    ['# a comment\n  root   ::=\n  item+\nitem ::= "a"', undefined],
  ])('%j: %s', (text, trouble) => {
    expect(grammarTrouble(text)).toBe(trouble);
  });
});
