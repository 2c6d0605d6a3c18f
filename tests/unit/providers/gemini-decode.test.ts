import { describe, expect, test } from 'vitest';
import { gemini } from '../../../src/providers/gemini/index.ts';
import {
  type Answer,
  aFetcher,
  anAnswer,
  anEndpoint,
  aRequest,
  cutsOf,
  fold,
  never,
} from './maker.ts';

type Fields = Record<string, unknown>;

/** As the real ones come: lines end in CRLF, and there is no last mark. */
function sse(...chunks: Fields[]): string {
  return chunks.map((each) => `data: ${JSON.stringify(each)}\r\n\r\n`).join('');
}

function chunk(parts: Fields[], candidate: Fields = {}, more: Fields = {}): Fields {
  return { candidates: [{ content: { role: 'model', parts }, index: 0, ...candidate }], ...more };
}

const stop = chunk([{ text: '' }], { finishReason: 'STOP' });

/** Decodes a body whole, cut in two at many places (`step` 1: at all), and byte by byte, which must come to the same. */
async function decode(body: string, answer?: Answer, step = 7) {
  const once = (pieces: readonly (string | Uint8Array)[]) => {
    const { fetcher } = aFetcher(() => anAnswer(pieces, answer));
    return fold(gemini.streamChat(anEndpoint('gemini', fetcher), aRequest(), never));
  };
  const whole = await once([body]);
  for (const pieces of cutsOf(new TextEncoder().encode(body), step)) {
    const { reply, fault } = await once(pieces);
    expect({ reply, fault }).toEqual({ reply: whole.reply, fault: whole.fault });
  }
  return whole;
}

describe('text', () => {
  test.each(['\n', '\r\n', '\r'])(
    'split inside its letters comes whole, lines ending in %j',
    async (eol) => {
      const body = sse(chunk([{ text: '👩‍🚀 ' }, { text: '한' }]), stop).replaceAll('\r\n', eol);
      expect((await decode(body, undefined, 1)).reply).toMatchObject({
        text: '👩‍🚀 한',
        finish: { reason: 'stop', raw: 'STOP' },
      });
    },
  );

  test('in the last chunk, with the finish reason, counts', async () => {
    const { reply } = await decode(sse(chunk([{ text: 'Two.' }], { finishReason: 'STOP' })));
    expect(reply).toMatchObject({ text: 'Two.', finish: { reason: 'stop' } });
  });

  test.each([
    ['an empty content', { content: {} }],
    ['no content', {}],
    ['no parts', { content: { role: 'model' } }],
    ['null for content', { content: null }],
  ])('is passed over where a candidate has %s', async (_name, candidate) => {
    const empty = { candidates: [{ index: 0, ...candidate }] };
    const { reply } = await decode(sse(empty, { usageMetadata: {} }, chunk([{ text: 'a' }]), stop));
    expect(reply).toMatchObject({ text: 'a', finish: { reason: 'stop' } });
  });

  test('of other candidates is not ours', async () => {
    const two = { candidates: [{ index: 1, content: { parts: [{ text: 'x' }] } }] };
    expect((await decode(sse(two, chunk([{ text: 'a' }]), stop))).reply.text).toBe('a');
  });

  test.each([
    ['one JSON body', (each: Fields) => JSON.stringify(each, null, 2)],
    [
      'one list of chunks',
      (each: Fields) => JSON.stringify([chunk([{ text: 'Hi ' }]), each], null, 2),
    ],
  ])('in %s where a stream was asked is the whole reply', async (name, encode) => {
    const whole = chunk([{ text: 'hm', thought: true }, { text: 'there' }], {
      finishReason: 'STOP',
    });
    const { reply } = await decode(encode(whole), { type: 'application/json; charset=UTF-8' });
    expect(reply).toMatchObject({
      text: name === 'one JSON body' ? 'there' : 'Hi there',
      reasoning: 'hm',
      finish: { reason: 'stop' },
    });
  });
});

describe('thoughts', () => {
  test('come apart from text in the same chunk', async () => {
    const { reply } = await decode(
      sse(chunk([{ text: 'Hm.', thought: true }, { text: 'Two.' }]), stop),
    );
    expect(reply).toMatchObject({ reasoning: 'Hm.', text: 'Two.', opaque: [] });
  });

  test('leave a signature with an empty text at the end, which is kept', async () => {
    const signed = { text: '', thoughtSignature: 'CpQB' };
    const { reply } = await decode(
      sse(chunk([{ text: 'Two.' }]), chunk([signed], { finishReason: 'STOP' })),
    );
    expect(reply).toMatchObject({ text: 'Two.', opaque: [signed] });
  });

  test('leave a signature after the finish reason as well', async () => {
    const { reply } = await decode(
      sse(chunk([{ text: 'Two.' }]), stop, chunk([{ thoughtSignature: 'CpQB' }])),
    );
    expect(reply).toMatchObject({
      opaque: [{ thoughtSignature: 'CpQB' }],
      finish: { raw: 'STOP' },
    });
  });

  test('that took the whole budget leave a reply without parts', async () => {
    const { reply, fault } = await decode(
      sse({ candidates: [{ content: {}, finishReason: 'MAX_TOKENS', index: 0 }] }),
    );
    expect(fault).toBeUndefined();
    expect(reply).toMatchObject({ text: '', finish: { reason: 'length', raw: 'MAX_TOKENS' } });
  });
});

describe('calls', () => {
  test('come whole, and end the turn though the reason says stop', async () => {
    const first = {
      functionCall: { id: 'fc1', name: 'look', args: { color: 'green' } },
      thoughtSignature: 'CpQB',
    };
    const second = { functionCall: { name: 'wait' } };
    const { reply } = await decode(sse(chunk([first, second], { finishReason: 'STOP' })));
    expect(reply.toolCalls).toEqual([
      { callId: 'fc1', name: 'look', arguments: '{"color":"green"}' },
      { callId: 'call_2', name: 'wait', arguments: '{}' },
    ]);
    expect(reply).toMatchObject({
      opaque: [first],
      finish: { reason: 'tool-calls', raw: 'STOP' },
    });
  });
});

describe('counters', () => {
  test('are of the whole reply so far, thoughts among what was generated', async () => {
    const count = (usageMetadata: Fields) => ({ usageMetadata });
    const body = sse(
      chunk(
        [{ text: 'Hm.', thought: true }],
        {},
        count({ promptTokenCount: 281, thoughtsTokenCount: 40 }),
      ),
      chunk(
        [{ text: 'Two.' }],
        {},
        count({
          promptTokenCount: 281,
          thoughtsTokenCount: 71,
          candidatesTokenCount: 4,
          cachedContentTokenCount: 200,
        }),
      ),
      stop,
    );
    const { reply, events } = await decode(body);
    expect(reply.usage).toEqual({
      promptTokens: 281,
      completionTokens: 75,
      cachedTokens: 200,
      reasoningTokens: 71,
    });
    expect(events.filter(({ type }) => type === 'usage').length).toBe(2);
  });
});

describe('safety', () => {
  test.each([
    [{ blockReason: 'PROHIBITED_CONTENT' }, 'PROHIBITED_CONTENT'],
    [{ blockReason: 'SAFETY', blockReasonMessage: 'Not that.' }, 'Not that.'],
  ])('that stops the prompt is a fault, with status 200', async (promptFeedback, message) => {
    const body = { promptFeedback, usageMetadata: { promptTokenCount: 9 } };
    const { fault, reply } = await decode(sse(body));
    expect(fault).toEqual({ kind: 'content-blocked', message });
    expect(reply.usage).toEqual({ promptTokens: 9 });
    expect((await decode(JSON.stringify(body), { type: 'application/json' })).fault).toEqual(fault);
  });

  test.each(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY'])(
    'that stops the reply (%s) keeps what was said',
    async (finishReason) => {
      const { reply } = await decode(
        sse(chunk([{ text: 'Well' }]), { candidates: [{ finishReason, index: 0 }] }),
      );
      expect(reply).toMatchObject({
        text: 'Well',
        finish: { reason: 'content-filter', raw: finishReason },
      });
    },
  );
});

describe('an end', () => {
  test.each(['MALFORMED_FUNCTION_CALL', 'MISSING_THOUGHT_SIGNATURE', 'LANGUAGE', 'NEW_REASON'])(
    'for a reason like %s is carried',
    async (finishReason) => {
      const { reply } = await decode(sse(chunk([{ text: 'a' }], { finishReason })));
      expect(reply.finish).toEqual({ reason: 'other', raw: finishReason });
    },
  );

  test('of the body without a finish reason is truncated, and what came is kept', async () => {
    const unspecified = chunk([{ text: 'Two.' }], { finishReason: 'FINISH_REASON_UNSPECIFIED' });
    expect(await decode(sse(unspecified))).toMatchObject({
      reply: { text: 'Two.' },
      fault: { kind: 'truncated' },
    });
    expect((await decode('')).fault).toEqual({ kind: 'truncated' });
  });

  const error = {
    error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' },
  };
  const spread = JSON.stringify(error, null, 2).replaceAll('\n', '\r\n');

  test.each([
    ['an event', sse(error)],
    ['bare JSON on one line', JSON.stringify(error)],
    ['bare JSON on many lines', spread],
    ['a bare list', `[${spread}\r\n]`],
  ])('by an error as %s in mid-stream keeps what came', async (_name, last) => {
    expect(await decode(sse(chunk([{ text: 'Two.' }])) + last)).toMatchObject({
      reply: { text: 'Two.' },
      fault: { kind: 'busy', message: 'The model is overloaded.' },
    });
  });

  test.each([
    ['bare JSON', spread],
    ['a list', `[${spread}]`],
  ])('by an error as %s under status 200 is that error', async (_name, body) => {
    for (const type of ['text/event-stream', 'application/json']) {
      expect((await decode(body, { type })).fault).toMatchObject({ kind: 'busy' });
    }
  });

  test('by a used-up quota in mid-stream tells when to come back', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2.5s' }];
    const quota = { error: { code: 429, message: 'no', status: 'RESOURCE_EXHAUSTED', details } };
    expect((await decode(sse(quota))).fault).toEqual({
      kind: 'rate-limited',
      message: 'no',
      retryAfterMs: 2500,
    });
  });
});
