import { expect, test } from 'vitest';
import {
  freeName,
  nameOfFile,
  parseWantedModel,
  shardNames,
} from '../../../src/domain/page-model-source.ts';

test.each([
  ['hf.co/bay/Fern-GGUF', { kind: 'hub', repo: 'bay/Fern-GGUF' }],
  ['hf.co/bay/Fern-GGUF:Q4_K_M', { kind: 'hub', repo: 'bay/Fern-GGUF', tag: 'Q4_K_M' }],
  ['https://huggingface.co/bay/Fern-GGUF', { kind: 'hub', repo: 'bay/Fern-GGUF' }],
  ['https://huggingface.co/bay/Fern-GGUF/tree/main', { kind: 'hub', repo: 'bay/Fern-GGUF' }],
  ['hf.co/bay/Fern-GGUF/fern.gguf', { kind: 'hub', repo: 'bay/Fern-GGUF', file: 'fern.gguf' }],
  [
    'https://huggingface.co/bay/Fern-GGUF/resolve/main/Q8/fern.gguf?download=true',
    { kind: 'hub', repo: 'bay/Fern-GGUF', file: 'Q8/fern.gguf' },
  ],
  [
    ' https://files.test/m/fern%20small.gguf?key=1#top ',
    {
      kind: 'url',
      url: 'https://files.test/m/fern%20small.gguf?key=1',
      fileName: 'fern small.gguf',
    },
  ],
])('%s is understood', (typed, wanted) => {
  expect(parseWantedModel(typed)).toEqual(wanted);
});

test.each([
  'fern',
  '',
  'https://files.test/fern.zip',
  'https://me:secret@files.test/fern.gguf',
  'hf.co/bay',
  'hf.co/bay/Fern:Q4:Q5',
  'hf.co/bay/../Fern',
  'ftp://files.test/fern.gguf',
])('%j is no model for a browser', (typed) => {
  expect(parseWantedModel(typed)).toBeUndefined();
});

test('one part of a split model names them all', () => {
  expect(shardNames('fern-00002-of-00003.gguf')).toEqual([
    'fern-00001-of-00003.gguf',
    'fern-00002-of-00003.gguf',
    'fern-00003-of-00003.gguf',
  ]);
  expect(shardNames('fern.gguf')).toEqual(['fern.gguf']);
});

test('a model is called by its file, in a form that names a folder', () => {
  expect(nameOfFile('a/b/Fern-4B-Q4_K_M.gguf')).toBe('Fern-4B-Q4_K_M');
  expect(nameOfFile('fern-00001-of-00003.gguf')).toBe('fern');
  expect(nameOfFile('..%2F.gguf')).toBe('model');
  expect(encodeURIComponent(nameOfFile(`${'松'.repeat(300)}.gguf`)).length).toBeLessThan(200);
});

test('a name that is taken gets a number', () => {
  const taken = new Set(['fern', 'fern 2']);
  expect(freeName('fern', (name) => taken.has(name))).toBe('fern 3');
});
