import { describe, expect, test } from 'vitest';
import {
  emptyPlain,
  plainDraftFrom,
  plainExample,
  readPlain,
} from '../../../../src/screens/connect/plain-draft.ts';

describe('a plain server as a form', () => {
  test('the example is a whole description, and comes back as it was', () => {
    const read = readPlain(plainExample);
    if (!read.ok) throw new Error('the example is refused');
    expect(read.value.models).toEqual({ path: '/models', at: '/models' });
    expect(plainDraftFrom(read.value)).toEqual(plainExample);
  });

  test('an empty one says which fields are missing', () => {
    const read = readPlain(emptyPlain);
    expect(read.ok ? [] : [...read.fields].sort()).toEqual(['body', 'path']);
  });

  test.each([
    ['path', 'generate'],
    ['path', '/a?b'],
    ['body', '{"prompt": {{prompt}}}'],
    ['text', 'response'],
    ['endAt', 'done'],
    ['modelsPath', 'models'],
  ] as const)('%s does not take %j', (field, text) => {
    const read = readPlain({ ...plainExample, [field]: text });
    expect(read.ok ? [] : read.fields).toEqual([field]);
  });

  test('what it equals means nothing without where it stands', () => {
    const read = readPlain({ ...plainExample, endAt: '', endIs: 'stop' });
    expect(read.ok ? [] : read.fields).toEqual(['endAt']);
  });
});
