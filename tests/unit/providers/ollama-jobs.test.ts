// Ollama's management API, from records of a real 0.33 where there are some.
import { describe, expect, test } from 'vitest';
import { type Fault, faultFrom } from '../../../src/domain/fault.ts';
import type { ModelRecipe } from '../../../src/domain/job.ts';
import { readRecord } from '../../servers/records.ts';
import { aFetcher, anAnswer, anEndpoint, cutsOf, never, type Sent } from './maker.ts';
import { jobs, layer, lines, outcome, pullOf, replay, type, works } from './ollama-maker.ts';

describe('a pull', () => {
  test('tells its steps as the server does, and ends well after success', async () => {
    const { fetcher, requests } = replay('pull');
    const { steps, fault } = await works.pull(fetcher, 'Paul/Coach');
    expect(fault).toBeUndefined();
    expect(requests[0]).toMatchObject({
      url: 'http://127.0.0.1:9/api/pull',
      method: 'POST',
      body: { model: 'Paul/Coach:latest', stream: true },
    });
    expect(steps.map(({ status }) => status)).toEqual([
      'pulling manifest',
      'pulling 5690c1761162',
      'pulling b507b9c2f6ca',
      'pulling 117f815698c5',
      'verifying sha256 digest',
      'writing manifest',
      'success',
    ]);
    // A count of nothing is left out on the wire.
    expect(steps[3]).toMatchObject({ completed: 0, total: 188 });
  });

  test.each(['pull-cached', 'pull-replaces', 'pull', 'push', 'create-files', 'create-persona'])(
    'is the same however its bytes are cut: %s',
    async (name) => {
      const { body } = readRecord(name, 'ollama');
      const whole = await pullOf(body);
      expect(whole.fault).toBeUndefined();
      const bytes = new TextEncoder().encode(body);
      for (const pieces of cutsOf(bytes, 37)) {
        const { fetcher } = aFetcher(() => anAnswer(pieces, { type }));
        expect(await works.pull(fetcher)).toEqual(whole);
      }
    },
  );

  test.each(['pull-cut', 'pull-resumed', 'pull-server-killed'])(
    'that breaks off is truncated: %s',
    async (name) => {
      expect((await works.pull(replay(name).fetcher)).fault).toEqual({ kind: 'truncated' });
    },
  );

  test('passes on progress that goes backwards, stands, and changes its digest', async () => {
    const { steps, fault } = await pullOf(
      lines(layer('a', 40), layer('a', 20), layer('a', 20), layer('b', 0, 7), {
        status: 'success',
      }),
    );
    expect(fault).toBeUndefined();
    expect(steps.map(({ digest, completed, total }) => [digest, completed, total])).toEqual([
      ['sha256:a', 40, 100],
      ['sha256:a', 20, 100],
      ['sha256:a', 20, 100],
      ['sha256:b', 0, 7],
      [undefined, undefined, undefined],
    ]);
  });

  test('that says success has ended well, whatever comes after', async () => {
    expect((await pullOf(lines({ status: 'success' }, { error: 'late' }))).fault).toBeUndefined();
  });

  test('that ends without success is truncated, also where it said nothing', async () => {
    expect((await pullOf(lines({ status: 'writing manifest' }))).fault?.kind).toBe('truncated');
    expect((await pullOf('')).fault?.kind).toBe('truncated');
  });

  test('passes over an unreadable line, and ends at the third', async () => {
    expect((await pullOf('{"sta\n', lines({ status: 'success' }))).fault).toBeUndefined();
    expect((await pullOf('{"a\n{"b\n{"c\n')).fault?.kind).toBe('unreadable');
  });

  test('is not ended by the silence that ends a chat', async () => {
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encoder.encode(lines({ status: 'verifying sha256 digest' })));
        setTimeout(() => {
          controller.enqueue(encoder.encode(lines({ status: 'success' })));
          controller.close();
        }, 60);
      },
    });
    const { fetcher } = aFetcher(() => new Response(body, { headers: { 'content-type': type } }));
    const at = { ...anEndpoint('ollama', fetcher), idleMs: 5, headersMs: 5 };
    expect((await outcome(jobs.pull(at, 'fern', never))).fault).toBeUndefined();
  });

  test('stops with the signal’s own reason', async () => {
    const stop = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(lines(layer('a', 1)))),
    });
    const { fetcher } = aFetcher(() => new Response(body, { headers: { 'content-type': type } }));
    const reason = new Error('cancelled');
    const steps = jobs.pull(anEndpoint('ollama', fetcher), 'fern', stop.signal);
    const read = async () => {
      for await (const _ of steps) stop.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
  });
});

describe('a build', () => {
  test('sends what the recipe says, with parameters as the server stores them', async () => {
    const { fetcher, requests } = replay('create-persona');
    const at = anEndpoint('ollama', fetcher);
    const full: ModelRecipe = {
      from: 'tiny',
      system: 'Be brief.',
      template: '',
      license: [],
      files: {},
      parameters: [
        { name: 'temperature', value: '0.4' },
        { name: 'num_ctx', value: 1024 },
        { name: 'num_ctx', value: 2048 },
        { name: 'stop', value: 'a' },
        { name: 'stop', value: '1' },
        { name: 'use_mmap', value: 'false' },
        { name: 'glow', value: '3' },
      ],
      messages: [{ role: 'user', content: 'Hi' }],
      quantize: 'q4_K_M',
      requires: '0.14.0',
    };
    expect((await outcome(jobs.create(at, 'Coach', full, never))).fault).toBeUndefined();
    const { body } = requests[0] as Sent;
    const { parameters, ...rest } = body;
    expect(rest).toEqual({
      model: 'Coach:latest',
      stream: true,
      from: 'tiny:latest',
      system: 'Be brief.',
      messages: [{ role: 'user', content: 'Hi' }],
      quantize: 'q4_K_M',
      requires: '0.14.0',
    });
    expect(JSON.stringify(parameters)).toBe(
      '{"temperature":0.4,"num_ctx":2048,"use_mmap":false,"glow":"3","stop":["a","1"]}',
    );
  });
});

describe('a file on the server', () => {
  const digest = `sha256:${'ab'.repeat(32)}`;

  test.each([
    ['blob-there', true],
    ['blob-head-missing', false],
  ])('is asked for by its digest: %s', async (name, isThere) => {
    const { fetcher, requests } = replay(name);
    expect(await jobs.hasBlob(anEndpoint('ollama', fetcher), digest, never)).toBe(isThere);
    expect(requests[0]).toMatchObject({
      url: `http://127.0.0.1:9/api/blobs/${digest}`,
      method: 'HEAD',
    });
  });

  test('goes out as it is, whatever type it has of its own', async () => {
    const { fetcher, requests } = aFetcher(() => new Response(null, { status: 201 }));
    const inits: RequestInit[] = [];
    const watched: typeof fetch = (input, init) => {
      inits.push(init ?? {});
      return fetcher(input, init);
    };
    const blob = new Blob(['GGUF'], { type: 'text/plain' });
    await jobs.putBlob(anEndpoint('ollama', watched), digest, blob, never);
    expect(inits[0]?.body).toBe(blob);
    expect(requests[0]?.method).toBe('POST');
    expect(requests[0]?.headers.get('content-type')).toBe('application/octet-stream');
  });

  test.each<[string, Fault['kind']]>([
    ['blob-mismatch', 'digest-mismatch'],
    ['blob-bad-digest', 'refused'],
    ['blob-disk-full', 'server-disk-full'],
  ])('that is refused says why: %s', async (name, kind) => {
    const at = anEndpoint('ollama', replay(name).fetcher);
    const put = jobs.putBlob(at, digest, new Blob(['x']), never);
    expect((await put.then(() => undefined, faultFrom))?.kind).toBe(kind);
  });

  test('may be cancelled while it goes out', async () => {
    const stop = new AbortController();
    const fetcher: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new Error('gone')));
      });
    const put = jobs.putBlob(anEndpoint('ollama', fetcher), digest, new Blob(['x']), stop.signal);
    const reason = new Error('cancelled');
    stop.abort(reason);
    await expect(put).rejects.toBe(reason);
  });
});

describe('copy and delete', () => {
  test('are done when the server says so with an empty body', async () => {
    const copy = replay('copy');
    await jobs.copy(anEndpoint('ollama', copy.fetcher), 'Fern', 'fern-2:x', never);
    expect(copy.requests[0]).toMatchObject({
      url: 'http://127.0.0.1:9/api/copy',
      body: { source: 'Fern:latest', destination: 'fern-2:x' },
    });
    const { body } = readRecord('ps-deleted', 'ollama');
    const { fetcher, requests } = aFetcher(({ url }) =>
      url.endsWith('/api/ps')
        ? anAnswer([body], { type: 'application/json' })
        : new Response(null, { status: 200 }),
    );
    await jobs.remove(anEndpoint('ollama', fetcher), 'fern', never);
    expect(requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'GET /api/ps',
      'DELETE /api/delete',
    ]);
    expect(requests[1]?.body).toEqual({ model: 'fern:latest' });
  });

  test.each(['copy-missing', 'delete-missing'])(
    'of a model that is not there say so: %s',
    async (name) => {
      const at = anEndpoint('ollama', replay(name).fetcher);
      const work =
        name === 'copy-missing'
          ? jobs.copy(at, 'nope', 'x', never)
          : jobs.remove(at, 'nope', never);
      expect(await work.then(() => undefined, faultFrom)).toMatchObject({
        kind: 'model-missing',
        model: 'nope',
      });
    },
  );

  test('a loaded model is let go before it is deleted, as its name reaches it no more after', async () => {
    const ps = readRecord('ps', 'ollama').body;
    const { fetcher, requests } = aFetcher(({ url }) => {
      const path = new URL(url).pathname;
      if (path === '/api/ps') return anAnswer([ps], { type: 'application/json' });
      if (path === '/api/generate') {
        return anAnswer(['{"done":true,"done_reason":"unload"}'], { type: 'application/json' });
      }
      return new Response(null, { status: 200 });
    });
    await jobs.remove(anEndpoint('ollama', fetcher), 'TINY-B', never);
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual([
      '/api/ps',
      '/api/generate',
      '/api/delete',
    ]);
    expect(requests[1]?.body).toMatchObject({ model: 'TINY-B:latest', keep_alive: 0 });
  });
});
