import { expect, test } from 'vitest';
import type { Model } from '../../../src/domain/model.ts';
import { categoriesOf } from '../../../src/domain/model-category.ts';

const named = (name: string, more: Partial<Model> = {}) => categoriesOf({ name, ...more });

test('what is said of a model goes before everything', () => {
  expect(named('qwen3-coder', { categories: ['image'], abilities: ['vision'] })).toEqual(['image']);
});

test.each<[NonNullable<Model['abilities']>, ReturnType<typeof named>]>([
  [['completion'], ['chat']],
  [
    ['completion', 'thinking', 'vision'],
    ['chat', 'reasoning', 'vision'],
  ],
  [['embedding'], ['embedding']],
  [['image'], ['image']],
  [
    ['completion', 'image'],
    ['chat', 'image'],
  ],
])('abilities %j make %j', (abilities, expected) => {
  expect(named('m', { abilities })).toEqual(expected);
});

test.each([
  ['qwen2.5-coder:7b', ['chat', 'code']],
  ['codestral-latest', ['chat', 'code']],
  ['devstral-small', ['chat', 'code']],
  ['deepseek-r1:8b', ['chat', 'reasoning']],
  ['o3-mini', ['chat', 'reasoning']],
  ['qwen3-4b-thinking-2507', ['chat', 'reasoning']],
  ['Qwen3-VL-8B', ['chat', 'vision']],
  ['llama3.2-vision', ['chat', 'vision']],
  ['glm-4.6v', ['chat', 'vision']],
  ['nomic-embed-text', ['embedding']],
  ['bge-m3', ['embedding']],
  ['dall-e-3', ['image']],
  ['gpt-4o', ['chat']],
  ['my-model', ['chat']],
])('the name %s hints at %j', (name, expected) => {
  expect(named(name)).toEqual(expected);
});

test('a name hints only at what the server leaves open', () => {
  const abilities = ['completion'] as const;
  expect(named('some-vision-thinker', { abilities: [...abilities] })).toEqual(['chat']);
  expect(named('qwen3-coder', { abilities: [...abilities] })).toEqual(['chat', 'code']);
});
