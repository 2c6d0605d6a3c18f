// Vectors of a model in a page: in the same line as its chats, with a load of their own, one text after the other.
import { describe, expect, test } from 'vitest';
import { aGate, aPage, embedding } from './browser-maker.ts';

const over = (page: ReturnType<typeof aPage>, id: number) =>
  expect.poll(() => page.isOver(id)).toBe(true);
const pooled = { says: [...'abc'], isPooled: true };

describe('a call for vectors', () => {
  test('loads the model for them, tells that, and gives an answer for each text', async () => {
    const page = aPage({ model: pooled });
    page.embed(1, ['ab', 'abc']);
    await over(page, 1);
    expect(page.of(1)[0]).toMatchObject({ type: 'event', event: { stage: 'loading' } });
    expect(page.of(1).at(-1)).toMatchObject({
      type: 'value',
      value: [embedding([2, 1]), embedding([3, 1])],
    });
    expect(page.steps).toEqual(['open url', 'load 2048 1 own', 'embed ab', 'embed abc']);
  });

  test('finds it loaded the next time, and averages where the file does not say how', async () => {
    const page = aPage();
    page.embed(1, ['a']);
    page.embed(2, ['b']);
    await over(page, 2);
    expect(page.steps).toEqual(['open url', 'load 2048 1 mean', 'embed a', 'embed b']);
  });

  test('and a chat with the same model are two loads, one at a time', async () => {
    const page = aPage();
    page.chat(1);
    page.embed(2, ['a']);
    page.chat(3);
    await over(page, 3);
    const chat = ['open url', 'load 4096 1', 'complete'];
    expect(page.steps).toEqual([
      ...chat,
      'end',
      'open url',
      'load 2048 1 mean',
      'embed a',
      'end',
      ...chat,
    ]);
    expect(page.held).toEqual({ locks: 1, engines: 1 });
  });

  test('of a model that only embeds leave the refusal of chats as it is', async () => {
    const page = aPage({ model: pooled });
    page.chat(1);
    page.embed(2, ['a']);
    await over(page, 2);
    expect(page.faultOf(1)).toEqual({ kind: 'unsupported', ability: 'completion' });
    expect(page.of(2).at(-1)?.type).toBe('value');
  });

  test('ends with the first error of the engine, which goes on', async () => {
    const error = { error: { message: 'input is too large to process' } };
    const page = aPage({ embeds: async (text) => (text === 'long' ? error : embedding([1])) });
    page.embed(1, ['a', 'long', 'b']);
    await over(page, 1);
    expect(page.of(1).at(-1)).toMatchObject({ type: 'value', value: [embedding([1]), error] });
    expect(page.steps).not.toContain('embed b');
    expect(page.held.engines).toBe(1);
  });
});

describe('a stop of it', () => {
  test('is heeded between two texts, and the model stays', async () => {
    const first = aGate();
    const page = aPage({
      embeds: async () => {
        await first.opened;
        return embedding([1]);
      },
    });
    page.embed(1, ['a', 'b']);
    await expect.poll(() => page.steps).toContain('embed a');
    page.abort(1);
    first.open();
    page.embed(2, ['c']);
    await over(page, 2);
    expect(page.steps).toEqual(['open url', 'load 2048 1 mean', 'embed a', 'embed c']);
    expect(page.isOver(1)).toBe(false);
  });

  test('that a long text does not heed ends the worker, and the next call loads anew', async () => {
    let turn = 0;
    const embeds = () => {
      turn += 1;
      return turn === 1 ? new Promise<never>(() => undefined) : Promise.resolve(embedding([1]));
    };
    const page = aPage({ embeds }, { graceMs: 1 });
    page.embed(1, ['a']);
    await expect.poll(() => page.steps).toContain('embed a');
    page.abort(1);
    page.embed(2, ['b']);
    await over(page, 2);
    const bring = ['open url', 'load 2048 1 mean'];
    expect(page.steps).toEqual([...bring, 'embed a', 'end', ...bring, 'embed b']);
  });
});

test('what breaks in it ends the worker, and all is given back', async () => {
  const trap = Object.assign(new Error('memory access out of bounds'), { name: 'RuntimeError' });
  const page = aPage({ embeds: () => Promise.reject(trap) });
  page.embed(1, ['a']);
  await over(page, 1);
  expect(page.faultOf(1)).toMatchObject({ kind: 'page-model-crashed', reason: 'memory' });
  expect(page.held).toEqual({ locks: 0, engines: 0 });
});

test('a model that is loaded by order for vectors is found loaded by them', async () => {
  const page = aPage({ model: pooled });
  const load = page.load({ purpose: 'embedding' });
  page.take({ type: 'call', id: 1, name: 'load', load });
  page.embed(2, ['a']);
  await over(page, 2);
  expect(page.steps).toEqual(['open url', 'load 2048 1 own', 'embed a']);
});
