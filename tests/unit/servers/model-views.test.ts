import { describe, expect, it } from 'vitest';
import { modelViewsOf } from '../../../src/servers/model-views.ts';
import { aConnection } from '../chat/makers.ts';

const table = {
  asOf: '2026-01-01',
  rows: [{ names: ['gpt-*'], contextLength: 1000, maxOutput: 100, price: { input: 1, output: 2 } }],
};
const listed = ['gpt-big', 'gpt-small', 'whisper'].map((name) => ({ name }));
const names = (change: Parameters<typeof aConnection>[0]) =>
  modelViewsOf(aConnection(change), listed, table).map(({ name }) => name);

describe('the models of a connection', () => {
  it('are those its filter lets pass: beginnings, and patterns with stars', () => {
    expect(names({})).toEqual(['gpt-big', 'gpt-small', 'whisper']);
    expect(names({ modelFilter: ['GPT-'] })).toEqual(['gpt-big', 'gpt-small']);
    expect(names({ modelFilter: ['*small', 'whisper'] })).toEqual(['gpt-small', 'whisper']);
    expect(names({ modelFilter: ['gpt.*'] })).toEqual([]);
  });

  it('and those typed by hand, once each, whatever the filter says', () => {
    expect(names({ modelFilter: ['gpt-b'], addedModels: ['whisper', 'mine', 'gpt-big'] })).toEqual([
      'gpt-big',
      'whisper',
      'mine',
    ]);
  });

  it('are filled in: the person before the server, the server before the table', () => {
    const connection = aConnection({ modelFacts: { 'gpt-big': { maxOutput: 7 } } });
    const [view] = modelViewsOf(connection, [{ name: 'gpt-big', contextLength: 2000 }], table);
    expect(view).toMatchObject({
      contextLength: 2000,
      maxOutput: 7,
      price: { input: 1, output: 2 },
    });
  });

  it('are marked as hidden and as favourites', () => {
    const views = modelViewsOf(
      aConnection({ hiddenModels: ['whisper'], favouriteModels: ['gpt-big'] }),
      listed,
      table,
    );
    expect(views.map(({ isHidden, isFavourite }) => [isHidden, isFavourite])).toEqual([
      [false, true],
      [false, false],
      [true, false],
    ]);
  });
});

describe('a filter from a file', () => {
  const named = (patterns: string[], names: string[]) =>
    modelViewsOf(
      aConnection({ modelFilter: patterns }),
      names.map((name) => ({ name })),
    ).map(({ name }) => name);

  it.each([
    ['qwen', ['qwen3:8b', 'Qwen2'], ['llama-qwen']],
    ['*coder', ['deepseek-coder'], ['coder-7b']],
    ['a*b*c', ['abc', 'a-b-c', 'aabbcc'], ['acb', 'ab', 'abcd']],
    ['*', ['anything'], []],
    ['a**z', ['az', 'a..z'], ['a', 'z']],
    ['ab*ba', ['abba', 'ab..ba'], ['aba']],
    ['a.c', ['a.c:1'], ['abc']],
  ])('lets through what %s names', (pattern, those, notThese) => {
    expect(named([pattern], [...those, ...notThese])).toEqual(those);
  });

  it('of many stars is answered at once', () => {
    const name = 'a'.repeat(5000);
    expect(named([`${'*a'.repeat(50)}*b`], [name])).toEqual([]);
  });
});
