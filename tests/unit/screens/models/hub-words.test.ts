import { beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../../../src/domain/fault.ts';
import { loadWords } from '../../../../src/i18n/i18n.ts';
import {
  factsOf,
  hostOf,
  hubTrouble,
  parameterWords,
} from '../../../../src/screens/models/find/hub-words.ts';

beforeAll(async () => {
  await Promise.all([loadWords('find'), loadWords('models')]);
});

test.each([
  [4_022_468_096, '4.0B'],
  [999_885_952, '1.0B'],
  [397_000_000_000, '397B'],
  [22_713_216, '23M'],
  [3, '1M'],
])('%i parameters are said as %s', (count, said) => {
  expect(parameterWords(count)).toBe(said);
});

describe('the trouble with a hub', () => {
  const url = 'https://huggingface.co';
  const faults: readonly (readonly [Fault, RegExp])[] = [
    [{ kind: 'offline' }, /offline/],
    [{ kind: 'unreachable', url }, /hub\.test cannot be reached/],
    [{ kind: 'no-answer', waitedMs: 10 }, /does not answer/],
    [{ kind: 'not-a-model-server', url }, /page instead of data/],
    [{ kind: 'rate-limited', retryAfterMs: 137_000 }, /pause of 2 min 17 s/],
    [{ kind: 'rate-limited' }, /wants a pause: too many/],
    [{ kind: 'not-found', what: 'a/b' }, /no model a\/b/],
    [{ kind: 'unsupported', ability: 'hub' }, /switched off/],
    [{ kind: 'refused', status: 403, message: '' }, /refused/],
    [{ kind: 'busy' }, /out of order/],
  ];
  test.each(faults)('%o is told as that of the hub, not of a model server', (fault, said) => {
    expect(hubTrouble(fault, 'hub.test')).toMatch(said);
  });
});

test('a model is told by what people choose by, and without what nobody told', () => {
  const now = Date.parse('2026-08-03T00:00:00Z');
  expect(factsOf({ id: 'a/b', gated: 'no' }, now)).toEqual(['licence not told']);
  expect(
    factsOf(
      {
        id: 'a/b',
        gated: 'no',
        license: 'mit',
        parameters: 4e9,
        contextLength: 32_768,
        downloads: 48_211,
        likes: 93,
        updatedAt: now - 86_400_000,
        task: 'image-text-to-text',
      },
      now,
    ),
  ).toEqual([
    '4.0B parameters',
    'context 32k',
    'sees',
    'licence mit',
    '48,211 downloads in 30 days',
    '93 likes',
    'updated yesterday',
  ]);
});

test('a hub is named by its host', () => {
  expect(hostOf('https://huggingface.co')).toBe('huggingface.co');
  expect(hostOf('http://mirror.lan:8090/hf')).toBe('mirror.lan:8090');
});
