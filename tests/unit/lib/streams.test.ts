import { describe, expect, test } from 'vitest';
import { readChunks, readEvents, readLines, readText } from '../../../src/lib/streams.ts';

const never = new AbortController().signal;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* from<Value>(values: Iterable<Value>): AsyncGenerator<Value, void> {
  yield* values;
}

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = [];
  for await (const value of values) list.push(value);
  return list;
}

function lines(...chunks: Uint8Array[]): Promise<string[]> {
  return all(readLines(readText(from(chunks))));
}

async function events(...chunks: Uint8Array[]): Promise<string[]> {
  const list = await all(readEvents(readText(from(chunks))));
  return list.map(({ name, data }) => (name === 'message' ? data : `${name}|${data}`));
}

describe('lines', () => {
  const text = '{"a":"é🚀"}\r\n\n  \n{"b":"\u2028"}\n{"c":3}';
  const expected = ['{"a":"é🚀"}', '{"b":"\u2028"}', '{"c":3}'];

  test('are split at LF, without CR and blank ones, the last one without LF as well', async () => {
    expect(await lines(bytes(text))).toEqual(expected);
  });

  test('are the same wherever the bytes are cut', async () => {
    const whole = bytes(text);
    for (let at = 0; at <= whole.length; at++) {
      expect(await lines(whole.slice(0, at), whole.slice(at))).toEqual(expected);
    }
    expect(await lines(...Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  test('of a megabyte come whole', async () => {
    const long = 'x'.repeat(1_000_000);
    const chunks = Array.from({ length: 1000 }, () => bytes('x'.repeat(1000)));
    expect(await lines(...chunks, bytes('\n1'))).toEqual([long, '1']);
  });
});

describe('events', () => {
  const logical =
    ': ping\ndata: {"a":"é🚀"}\n\n:\n\nevent: error\ndata:two\ndata: lines\n\nid: 7\nretry: x\nproxy error\n\ndata: [DONE]\n\n';
  const expected = ['{"a":"é🚀"}', 'error|two\nlines', '[DONE]'];

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('end their lines with %s, cut anywhere', async (_name, end) => {
    const whole = bytes(`\uFEFF${logical.replaceAll('\n', end)}`);
    for (let at = 0; at <= whole.length; at++) {
      expect(await events(whole.slice(0, at), whole.slice(at))).toEqual(expected);
    }
    expect(await events(...Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(expected);
  });

  test.each([
    'data: [DONE]',
    'data: [DONE]\n',
    'data: [DONE]\r',
    'data: [DONE]\r\n',
    'data:[DONE]',
  ])('that the end of the body left unfinished are delivered (%j)', async (text) => {
    expect(await events(bytes(text))).toEqual(['[DONE]']);
  });
});

describe('chunks', () => {
  test('count all bytes, comments included', async () => {
    let count = 0;
    const body = new Blob([': ping\n\n']).stream();
    await all(readChunks(body, never, (size) => (count += size)));
    expect(count).toBe(8);
  });

  test('left early cancel the body', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('x')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const _chunk of readChunks(body, never)) break;
    expect(cancelled).toBe(true);
  });

  test('reject with the reason of the signal while they wait', async () => {
    const stop = new AbortController();
    const body = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
    const read = all(readChunks(body, stop.signal));
    stop.abort(new Error('enough'));
    await expect(read).rejects.toThrow('enough');
  });

  test('of a body that breaks reject with its error', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new TypeError('network error')),
    });
    await expect(all(readChunks(body, never))).rejects.toThrow('network error');
  });
});
