import { describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import { readJson } from '../../../src/providers/http.ts';
import { searchHub } from '../../../src/providers/hub/index.ts';
import { readDetails } from '../../../src/providers/ollama/details.ts';
import { answerLimitBytes, detailsLimitBytes } from '../../../src/providers/read-bounded.ts';
import { aFetcher, anEndpoint, never } from './maker.ts';

const url = 'http://127.0.0.1:9';

/** Begins like an answer and never ends; tells how much of it was taken, and whether it was let go. */
function anEndless(start = '{"models":["') {
  const told = { sentBytes: 0, isCancelled: false };
  const chunk = new TextEncoder().encode('x'.repeat(100_000));
  const body = new ReadableStream<Uint8Array>({
    start: (to) => to.enqueue(new TextEncoder().encode(start)),
    pull: (to) => {
      told.sentBytes += chunk.length;
      to.enqueue(chunk);
    },
    cancel: () => {
      told.isCancelled = true;
    },
  });
  const { fetcher } = aFetcher(
    () => new Response(body, { headers: { 'content-type': 'application/json' } }),
  );
  return { told, fetcher };
}

const caught = async (promise: Promise<unknown>) => {
  try {
    await promise;
  } catch (error) {
    return faultFrom(error);
  }
  return undefined;
};

describe('an answer without end', () => {
  test('is given up at its limit, and its connection is let go', async () => {
    const { told, fetcher } = anEndless();
    const fault = await caught(readJson(anEndpoint('ollama', fetcher), '/api/tags', {}, never));
    expect(fault).toEqual({ kind: 'answer-too-large', url, limitBytes: answerLimitBytes });
    expect(told.isCancelled).toBe(true);
    expect(told.sentBytes).toBeLessThan(answerLimitBytes + 300_000);
  });

  test('of one model is given up earlier', async () => {
    const { told, fetcher } = anEndless('{"template":"');
    const fault = await caught(readDetails(anEndpoint('ollama', fetcher), 'm', never));
    expect(fault).toMatchObject({ kind: 'answer-too-large', limitBytes: detailsLimitBytes });
    expect(told.sentBytes).toBeLessThan(detailsLimitBytes + 300_000);
  });

  test('of a hub is given up as well', async () => {
    const { told, fetcher } = anEndless('[{"id":"');
    const ask = { text: 'kelp', sort: 'trending' } as const;
    const fault = await caught(searchHub({ baseUrl: url, fetcher }, ask, never));
    expect(fault).toMatchObject({ kind: 'answer-too-large', limitBytes: answerLimitBytes });
    expect(told.isCancelled).toBe(true);
  });
});

describe('an answer within its limit', () => {
  test('is read whole, letters that were split on the way included', async () => {
    const bytes = new TextEncoder().encode(`{"a":"${'é'.repeat(1000)}"}`);
    const body = new ReadableStream<Uint8Array>({
      start: (to) => {
        for (let at = 0; at < bytes.length; at += 7) to.enqueue(bytes.slice(at, at + 7));
        to.close();
      },
    });
    const { fetcher } = aFetcher(() => new Response(body));
    const options = { limitBytes: bytes.length };
    expect(await readJson(anEndpoint('ollama', fetcher), '/x', options, never)).toEqual({
      a: 'é'.repeat(1000),
    });
  });

  test('but for a byte is too large', async () => {
    const { fetcher } = aFetcher(() => new Response('{"a":1}'));
    const options = { limitBytes: 6 };
    const fault = await caught(readJson(anEndpoint('ollama', fetcher), '/x', options, never));
    expect(fault).toMatchObject({ kind: 'answer-too-large', limitBytes: 6 });
  });
});
