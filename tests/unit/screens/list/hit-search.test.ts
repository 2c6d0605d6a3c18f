import { createRoot } from 'solid-js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHitSearch } from '../../../../src/screens/list/hit-search.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aSearch(answer: (text: string) => Promise<readonly string[]>) {
  const asked: string[] = [];
  return createRoot((dispose) => {
    const search = createHitSearch((text) => {
      asked.push(text);
      return answer(text);
    });
    return { ...search, asked, dispose };
  });
}

test('typing asks once, after a pause, for the last text', async () => {
  const search = aSearch(async (text) => [text]);
  for (const text of ['la', 'lan', 'lant ']) search.ask(text);
  await vi.advanceTimersByTimeAsync(500);
  expect(search.asked).toEqual(['lant']);
  expect(search.state()).toEqual({ status: 'found', hits: ['lant'] });
});

test('an answer that comes after newer words is dropped', async () => {
  const search = aSearch(async (text) => {
    await new Promise((resolve) => setTimeout(resolve, text === 'slow' ? 1000 : 10));
    return [text];
  });
  search.ask('slow');
  await vi.advanceTimersByTimeAsync(300);
  search.ask('fast');
  await vi.advanceTimersByTimeAsync(2000);
  expect(search.state()).toEqual({ status: 'found', hits: ['fast'] });
});

test('a single letter asks for nothing and an emptied field forgets what was found', async () => {
  const search = aSearch(async (text) => [text]);
  search.ask('ab');
  await vi.advanceTimersByTimeAsync(500);
  search.ask('a');
  await vi.advanceTimersByTimeAsync(500);
  expect(search.asked).toEqual(['ab']);
  expect(search.state()).toEqual({ status: 'idle' });
});

test('a failed search is told as a fault', async () => {
  const search = aSearch(async () => Promise.reject(new Error('broken')));
  search.ask('words');
  await vi.advanceTimersByTimeAsync(500);
  expect(search.state()).toMatchObject({ status: 'failed', fault: { kind: 'unexpected' } });
});
