// A page that runs models: one worker, one model, one call at a time, and whatever breaks ends the worker alone.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { aGate, aPage, lastChunk } from './browser-maker.ts';

afterEach(() => {
  vi.useRealTimers();
});

const over = (page: ReturnType<typeof aPage>, id: number) =>
  expect.poll(() => page.isOver(id)).toBe(true);

describe('a call', () => {
  test('loads the model first, tells that, and streams its chunks', async () => {
    const page = aPage({ answers: [async (give) => ['The', ' heron'].forEach(give)] });
    page.chat(1);
    await over(page, 1);
    expect(page.of(1).map(({ type }) => type)).toEqual([
      'event',
      'event',
      'payload',
      'payload',
      'payload',
      'end',
    ]);
    expect(page.of(1)[1]).toMatchObject({ event: { stage: 'loading', fraction: 0.5 } });
    expect(page.of(1)[4]).toMatchObject({ json: JSON.stringify(lastChunk) });
    expect(page.textOf(1)).toBe('The heron');
    expect(page.steps).toEqual(['open url', 'load 4096 1', 'complete']);
  });

  test('finds the model loaded the next time', async () => {
    const page = aPage();
    for (const id of [1, 2]) {
      page.chat(id);
      await over(page, id);
    }
    expect(page.steps).toEqual(['open url', 'load 4096 1', 'complete', 'complete']);
    expect(page.of(2)[0]?.type).toBe('payload');
  });

  test('for another model, or another context, lets the last one go first', async () => {
    const page = aPage();
    page.chat(1);
    page.chat(2, { model: 'wren' });
    page.chat(3, { model: 'wren', contextLength: 512 });
    await over(page, 3);
    const bring = ['open url', 'load 4096 1', 'complete', 'end'];
    expect(page.steps).toEqual([...bring, ...bring, 'open url', 'load 512 1', 'complete']);
    expect(page.held).toEqual({ locks: 1, engines: 1 });
  });

  test('waits until the one before it is over', async () => {
    const first = aGate();
    const page = aPage({ answers: [() => first.opened] });
    page.chat(1);
    page.chat(2);
    await expect.poll(() => page.steps).toContain('complete');
    expect(page.of(2)).toEqual([]);
    first.open();
    await over(page, 2);
    expect(page.steps.filter((step) => step === 'complete')).toHaveLength(2);
  });

  test('that is given up while it waits never begins', async () => {
    const first = aGate();
    const page = aPage({ answers: [() => first.opened] });
    page.chat(1);
    page.chat(2);
    page.chat(3);
    page.abort(2);
    first.open();
    await over(page, 3);
    expect(page.steps.filter((step) => step === 'complete')).toHaveLength(2);
    expect(page.of(2)).toEqual([]);
  });
});

describe('a stop', () => {
  test('ends the call between two steps, and the model stays', async () => {
    const page = aPage({
      answers: [
        async (give, signal) => {
          give('The');
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          give(' late');
          throw new DOMException('stopped', 'AbortError');
        },
      ],
    });
    page.chat(1);
    await expect.poll(() => page.textOf(1)).toBe('The');
    page.abort(1);
    page.chat(2);
    await over(page, 2);
    expect(page.textOf(1)).toBe('The');
    expect(page.of(1).at(-1)?.type).toBe('payload');
    expect(page.steps).toEqual(['open url', 'load 4096 1', 'complete', 'complete']);
  });

  test('that a long step does not heed ends the worker, and the next call loads anew', async () => {
    const page = aPage({ answers: [() => new Promise(() => undefined)] }, { graceMs: 1 });
    page.chat(1);
    await expect.poll(() => page.steps).toContain('complete');
    page.abort(1);
    page.chat(2);
    await over(page, 2);
    const bring = ['open url', 'load 4096 1', 'complete'];
    expect(page.steps).toEqual([...bring, 'end', ...bring]);
  });

  test('while it loads gives everything back', async () => {
    const page = aPage({ loads: () => new Promise(() => undefined) });
    page.chat(1);
    await expect.poll(() => page.steps).toContain('load 4096 1');
    page.abort(1);
    await expect.poll(() => page.held).toEqual({ locks: 0, engines: 0 });
  });

  test('of all that an engine asked comes with the next engine, which finds the model loaded', async () => {
    const page = aPage({
      answers: [
        (_give, signal) =>
          new Promise((_, reject) =>
            signal.addEventListener('abort', () =>
              reject(new DOMException('stopped', 'AbortError')),
            ),
          ),
      ],
    });
    page.chat(1);
    await expect.poll(() => page.steps).toContain('complete');
    page.serveAnew();
    page.chat(2);
    await over(page, 2);
    expect(page.steps).toEqual(['open url', 'load 4096 1', 'complete', 'complete']);
  });
});

describe('what breaks', () => {
  test.each([
    ['memory access out of bounds', { kind: 'page-model-crashed', reason: 'memory' }],
    ['(ABORT) ggml_abort', { kind: 'page-model-crashed', reason: 'other' }],
    ['[json.exception.type_error.316] invalid UTF-8', { reason: 'text' }],
  ])('“%s” in a reply ends the worker, and the next call loads it again', async (text, fault) => {
    const trap = Object.assign(new Error(text), { name: 'RuntimeError' });
    const page = aPage({ answers: [() => Promise.reject(trap)] });
    page.chat(1);
    await over(page, 1);
    expect(page.faultOf(1)).toMatchObject(fault);
    expect(page.held).toEqual({ locks: 0, engines: 0 });
    page.chat(2);
    await over(page, 2);
    expect(page.of(2).at(-1)?.type).toBe('end');
  });

  test('at loading: the files are refused, the memory is short, and all is given back', async () => {
    let next = new Error("unknown model architecture: 'heron'");
    const page = aPage({ loads: () => Promise.reject(next) });
    page.chat(1);
    await over(page, 1);
    expect(page.faultOf(1)).toMatchObject({ kind: 'gguf-refused', reason: 'invalid' });
    next = Object.assign(new Error('Cannot enlarge memory arrays'), { name: 'RuntimeError' });
    page.chat(2);
    await over(page, 2);
    expect(page.faultOf(2)).toMatchObject({ kind: 'page-model-crashed', reason: 'memory' });
    expect(page.held).toEqual({ locks: 0, engines: 0 });
  });

  test('is told before anything is loaded where the memory cannot do', async () => {
    const page = aPage({ device: { roomBytes: 100_000 } });
    page.chat(1);
    await over(page, 1);
    expect(page.faultOf(1)).toMatchObject({ kind: 'memory-short', roomBytes: 100_000 });
    expect(page.steps).not.toContain('load 4096 1');
    await expect.poll(() => page.held).toEqual({ locks: 0, engines: 0 });
  });

  test('on the graphics card is left to the processor the next time', async () => {
    const trap = Object.assign(new Error('device lost'), { name: 'RuntimeError' });
    const page = aPage({ device: { hasGpu: true }, answers: [() => Promise.reject(trap)] });
    page.chat(1);
    page.chat(2);
    await over(page, 2);
    expect(page.steps.filter((step) => step.startsWith('load'))).toEqual([
      'load 4096 gpu',
      'load 4096 1',
    ]);
  });

  test('a picture for a model without eyes is refused, and the model stays', async () => {
    const page = aPage();
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const body = { messages: [{ role: 'user', content: [image] }] };
    page.take({ type: 'stream', id: 1, load: page.load(), body });
    await over(page, 1);
    expect(page.faultOf(1)).toEqual({ kind: 'unsupported', ability: 'vision' });
    expect(page.held.engines).toBe(1);
  });
});

describe('a worker that dies without a word', () => {
  const minutes = 60_000;

  test('is given up after a long silence, and the next call loads anew', async () => {
    vi.useFakeTimers();
    const page = aPage({ answers: [() => new Promise(() => undefined)] });
    page.chat(1);
    await vi.waitFor(() => expect(page.steps).toContain('complete'));
    await vi.advanceTimersByTimeAsync(14 * minutes);
    expect(page.isOver(1)).toBe(false);
    await vi.advanceTimersByTimeAsync(2 * minutes);
    expect(page.faultOf(1)).toMatchObject({
      kind: 'page-model-crashed',
      reason: 'other',
      message: expect.stringContaining('no sign of life for 15 minutes'),
    });
    expect(page.held).toEqual({ locks: 0, engines: 0 });
    page.chat(2);
    await vi.waitFor(() => expect(page.isOver(2)).toBe(true));
    expect(page.of(2).at(-1)?.type).toBe('end');
  });

  test('is told from one that is slow: a step without a word counts', async () => {
    vi.useFakeTimers();
    const step = { take: (): void => undefined };
    const end = aGate();
    const page = aPage({
      answers: [
        async (_give, _signal, told) => {
          step.take = told.step;
          await end.opened;
        },
      ],
    });
    page.chat(1);
    await vi.waitFor(() => expect(page.steps).toContain('complete'));
    for (let time = 0; time < 6; time += 1) {
      await vi.advanceTimersByTimeAsync(10 * minutes);
      step.take();
    }
    expect(page.isOver(1)).toBe(false);
    end.open();
    await vi.waitFor(() => expect(page.isOver(1)).toBe(true));
    expect(page.of(1).at(-1)?.type).toBe('end');
  });

  test('is told from a page that slept', async () => {
    vi.useFakeTimers();
    const page = aPage({ answers: [() => new Promise(() => undefined)] });
    page.chat(1);
    await vi.waitFor(() => expect(page.steps).toContain('complete'));
    vi.setSystemTime(Date.now() + 24 * 60 * minutes);
    await vi.advanceTimersByTimeAsync(minutes);
    expect(page.isOver(1)).toBe(false);
  });
});

describe('this browser', () => {
  test('that lacks what it takes says so, also before a chat', async () => {
    const page = aPage({ canRun: false });
    const fault = { kind: 'browser-lacks', what: 'page-models', reason: 'no-engine' };
    page.take({ type: 'call', id: 1, name: 'check' });
    page.chat(2);
    await over(page, 2);
    expect(page.faultOf(1)).toEqual(fault);
    expect(page.faultOf(2)).toEqual(fault);
  });

  test('has one model in all its tabs', async () => {
    const page = aPage({ isTaken: true });
    page.chat(1);
    await over(page, 1);
    expect(page.faultOf(1)).toMatchObject({ kind: 'browser-lacks', reason: 'other-tab' });
    expect(page.steps).toEqual([]);
  });
});

describe('a loaded model', () => {
  test('is given up for another tab, but not in the middle of a reply', async () => {
    const first = aGate();
    const page = aPage({ answers: [() => first.opened] });
    page.chat(1);
    await expect.poll(() => page.steps).toContain('complete');
    page.want();
    expect(page.held.engines).toBe(1);
    first.open();
    await over(page, 1);
    page.want();
    expect(page.held).toEqual({ locks: 0, engines: 0 });
  });

  test('is told, with what it takes and until when, and let go by order', async () => {
    const page = aPage();
    page.take({ type: 'call', id: 1, name: 'load', load: page.load({ idleMinutes: 0 }) });
    await over(page, 1);
    page.take({ type: 'call', id: 2, name: 'running' });
    await over(page, 2);
    expect(page.of(2)[0]).toMatchObject({
      value: [{ name: 'heron', contextLength: 4096, sizeBytes: expect.any(Number) }],
    });
    expect(page.of(2)[0]).not.toHaveProperty('value.0.expiresAt');
    page.take({ type: 'call', id: 3, name: 'unload', model: 'another' });
    page.take({ type: 'call', id: 4, name: 'unload', model: 'heron' });
    await over(page, 4);
    page.take({ type: 'call', id: 5, name: 'running' });
    await over(page, 5);
    expect(page.of(5)[0]).toMatchObject({ value: [] });
    expect(page.held).toEqual({ locks: 0, engines: 0 });
  });

  test('is let go when nobody has used it for the minutes of the setting', async () => {
    const page = aPage();
    vi.useFakeTimers();
    page.chat(1, { idleMinutes: 2 });
    await vi.waitFor(() => expect(page.isOver(1)).toBe(true));
    await vi.advanceTimersByTimeAsync(60_000);
    page.chat(2, { idleMinutes: 2 });
    await vi.waitFor(() => expect(page.isOver(2)).toBe(true));
    await vi.advanceTimersByTimeAsync(119_000);
    expect(page.held.engines).toBe(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(page.held).toEqual({ locks: 0, engines: 0 });
  });

  test('tells of files what stands in their head, without being loaded', async () => {
    const page = aPage();
    page.take({ type: 'call', id: 1, name: 'details', place: page.load().place });
    await over(page, 1);
    expect(page.of(1)[0]).toMatchObject({
      value: { metadata: { 'general.name': 'small', 'llama.context_length': 4096 } },
    });
    expect(page.held.engines).toBe(0);
  });
});
