import { describe, expect, test } from 'vitest';
import {
  cardUrl,
  displayName,
  isHubName,
  isSameModelName,
  modelNameKey,
  parseModelName,
} from '../../../src/domain/model-name.ts';

function shown(text: string): string {
  const result = parseModelName(text);
  return result.ok ? displayName(result.name) : result.refusal.reason;
}

function refusal(text: string): object | undefined {
  const result = parseModelName(text);
  return result.ok ? undefined : result.refusal;
}

describe('a model name', () => {
  test.each([
    ['qwen3', 'qwen3:latest'],
    ['qwen3:8b', 'qwen3:8b'],
    ['  qwen3:8b\n', 'qwen3:8b'],
    ['library/qwen3', 'qwen3:latest'],
    ['Library/Qwen3:8B', 'Qwen3:8B'],
    ['registry.ollama.ai/library/qwen3:8b', 'qwen3:8b'],
    ['paul/coach', 'paul/coach:latest'],
    [
      'hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF',
      'hf.co/bartowski/Llama-3.2-1B-Instruct-GGUF:latest',
    ],
    ['hf.co/u_1/r.x-GGUF:q4_k_m', 'hf.co/u_1/r.x-GGUF:q4_k_m'],
    ['huggingface.co/u/r:model-Q8_0.gguf', 'huggingface.co/u/r:model-Q8_0.gguf'],
    ['https://hf.co/u/r:Q8_0', 'hf.co/u/r:Q8_0'],
    ['localhost:5000/team/m', 'localhost:5000/team/m:latest'],
    ['127.0.0.1:5055/library/ok:1.0', '127.0.0.1:5055/library/ok:1.0'],
    ['_x:_y', '_x:_y'],
  ])('%j means %j', (text, name) => {
    expect(shown(text)).toBe(name);
  });

  test.each([
    ['https://ollama.com/library/qwen3:8b', 'qwen3:8b'],
    ['https://ollama.com/library/qwen3/', 'qwen3:latest'],
    ['ollama.com/paul/coach', 'paul/coach:latest'],
    ['https://huggingface.co/u/r-GGUF/tree/main', 'huggingface.co/u/r-GGUF:latest'],
    ['https://huggingface.co/u/r-GGUF?show_file=x#y', 'huggingface.co/u/r-GGUF:latest'],
  ])('is read from the address of its page, %s', (text, name) => {
    expect(shown(text)).toBe(name);
  });

  test.each([
    ['', { reason: 'empty' }],
    ['   ', { reason: 'empty' }],
    ['http://box/team/m', { reason: 'scheme', scheme: 'http' }],
    ['ftp://box/team/m', { reason: 'scheme', scheme: 'ftp' }],
    ['a/b/c/d', { reason: 'too-many-parts' }],
    ['qwen3:', { reason: 'part-missing', part: 'tag' }],
    [':8b', { reason: 'part-missing', part: 'model' }],
    ['/qwen3', { reason: 'part-missing', part: 'namespace' }],
    ['//qwen3', { reason: 'part-missing', part: 'host' }],
    ['paul/', { reason: 'part-missing', part: 'model' }],
    ['my model', { reason: 'letter', part: 'model', letter: ' ' }],
    ['qwen3@sha256', { reason: 'letter', part: 'model', letter: '@' }],
    ['a:b:c', { reason: 'letter', part: 'model', letter: ':' }],
    ['some.one/model', { reason: 'letter', part: 'namespace', letter: '.' }],
    ['hf.co/some.one/model', { reason: 'letter', part: 'namespace', letter: '.' }],
    ['-x', { reason: 'first-letter', part: 'model', letter: '-' }],
    ['../../etc', { reason: 'first-letter', part: 'host', letter: '.' }],
    ['héron', { reason: 'letter', part: 'model', letter: 'é' }],
    ['🪿', { reason: 'first-letter', part: 'model', letter: '🪿' }],
    ['x\u0000y', { reason: 'letter', part: 'model', letter: '\u0000' }],
    [`${'a'.repeat(81)}`, { reason: 'part-too-long', part: 'model', limit: 80 }],
    [`a:${'b'.repeat(81)}`, { reason: 'part-too-long', part: 'tag', limit: 80 }],
    [`${'h'.repeat(351)}/n/m`, { reason: 'part-too-long', part: 'host', limit: 350 }],
    ['x:cloud:local', { reason: 'two-sources' }],
    ['x:1b-cloud:cloud', { reason: 'two-sources' }],
  ])('%j is refused and told why', (text, why) => {
    expect(refusal(text)).toEqual(why);
  });

  test.each(['a'.repeat(80), `${'h'.repeat(350)}/n/m`, `a:${'b'.repeat(80)}`])(
    'may be as long as the server takes it',
    (text) => {
      expect(refusal(text)).toBeUndefined();
    },
  );

  test.each([
    ['gpt-oss:20b-cloud', 'gpt-oss:20b-cloud', true],
    ['gpt-oss:20b:cloud', 'gpt-oss:20b-cloud', true],
    ['gpt-oss:cloud', 'gpt-oss:cloud', true],
    ['qwen3:8b:local', 'qwen3:8b', false],
    ['qwen3:local', 'qwen3:latest', false],
    ['a-cloud', 'a-cloud:latest', false],
  ])('%s is %s, and in the cloud: %s', (text, name, isCloud) => {
    const result = parseModelName(text);
    expect(result.ok && [displayName(result.name), result.name.isCloud]).toEqual([name, isCloud]);
  });
});

describe('two names', () => {
  test.each([
    ['qwen3', 'QWEN3:latest', true],
    ['library/qwen3:8b', 'qwen3:8B', true],
    ['registry.ollama.ai/library/qwen3', 'qwen3', true],
    ['qwen3:8b', 'qwen3', false],
    ['hf.co/u/r', 'huggingface.co/u/r', false],
    ['not a name', 'Not A Name', true],
  ])('%s and %s are the same: %s', (one, other, isSame) => {
    expect(isSameModelName(one, other)).toBe(isSame);
    expect(modelNameKey(one) === modelNameKey(other)).toBe(isSame);
  });
});

describe('the page of a model', () => {
  test.each([
    ['qwen3', 'https://ollama.com/library/qwen3'],
    ['qwen3:8b', 'https://ollama.com/library/qwen3:8b'],
    ['paul/coach:latest', 'https://ollama.com/paul/coach'],
    ['hf.co/u/R-GGUF:Q4_K_M', 'https://huggingface.co/u/R-GGUF'],
    ['localhost:5000/team/m', undefined],
    ['not a name', undefined],
  ])('of %s is %s', (name, url) => {
    expect(cardUrl(name)).toBe(url);
  });

  test('tells the hub from other registries', () => {
    const isHub = (text: string) => {
      const result = parseModelName(text);
      return result.ok && isHubName(result.name);
    };
    expect(['HF.co/u/r', 'huggingface.co/u/r', 'u/r'].map(isHub)).toEqual([true, true, false]);
  });
});
