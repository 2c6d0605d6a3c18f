import { describe, expect, test } from 'vitest';
import type { ChatRequest } from '../../../src/domain/chat-request.ts';
import { type PlainDescription, plainDescription } from '../../../src/domain/plain-description.ts';
import { plain } from '../../../src/providers/plain/index.ts';
import {
  type Answer,
  aFetcher,
  anAnswer,
  anEndpoint,
  aRequest,
  cutsOf,
  fold,
  never,
  type Sent,
} from './maker.ts';

const usual = { path: '/generate', body: '{"inputs":"{{prompt}}"}', text: '/token/text' };

const describing = (change: Partial<PlainDescription> = {}): PlainDescription =>
  plainDescription.parse({ ...usual, ...change });

function send(
  description: PlainDescription,
  ask: ChatRequest,
  answer: (sent: Sent, count: number) => Response,
) {
  const { fetcher, requests } = aFetcher(answer);
  const at = anEndpoint('plain', fetcher, { plain: description });
  return fold(plain.streamChat(at, ask, never)).then((outcome) => ({ ...outcome, requests }));
}

async function decode(change: Partial<PlainDescription>, body: string, answer: Answer = {}) {
  const once = (pieces: readonly (string | Uint8Array)[]) =>
    send(describing(change), aRequest(), () => anAnswer(pieces, answer));
  const whole = await once([body]);
  for (const pieces of cutsOf(new TextEncoder().encode(body), 3)) {
    const { reply, fault } = await once(pieces);
    expect({ reply, fault }).toEqual({ reply: whole.reply, fault: whole.fault });
  }
  return whole;
}

describe('a body', () => {
  const filled = async (body: string, ask = aRequest()) => {
    const { requests, fault } = await send(describing({ body }), ask, () => anAnswer([]));
    return requests[0]?.body ?? fault;
  };
  const text = (role: 'system' | 'user' | 'assistant', words: string) => ({
    role,
    parts: [{ type: 'text' as const, text: words }],
  });
  const talk = aRequest({
    model: 'a/b',
    messages: [
      text('system', 'Be brief'),
      text('user', 'Hi'),
      text('assistant', 'Hello'),
      text('user', 'Go on'),
    ],
    parameters: { temperature: 0.5, maxTokens: 9 },
  });

  test('is filled with texts and values', async () => {
    const template = `{"m":"{{model}}","s":"{{system}}","p":"{{prompt}}","l":"Say: {{last}}!",
      "all":"{{messages}}","o":{"t":"{{temperature}}","n":["{{maxTokens}}"]},"stream":true,"k":null}`;
    expect(await filled(template, talk)).toEqual({
      m: 'a/b',
      s: 'Be brief',
      p: 'User: Hi\n\nAssistant: Hello\n\nUser: Go on\n\nAssistant:',
      l: 'Say: Go on!',
      all: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Go on' },
      ],
      o: { t: 0.5, n: [9] },
      stream: true,
      k: null,
    });
  });

  test('has the system prompt in the conversation where it has no place of its own', async () => {
    expect(await filled('{"p":"{{prompt}}"}', talk)).toEqual({
      p: 'System: Be brief\n\nUser: Hi\n\nAssistant: Hello\n\nUser: Go on\n\nAssistant:',
    });
  });

  test('leaves out what is not set', async () => {
    const template =
      '{"t":"{{temperature}}","s":"{{system}}","n":["{{maxTokens}}",1],"x":"a{{system}}b"}';
    expect(await filled(template)).toEqual({ n: [1], x: 'ab' });
  });

  test.each([
    '"},"admin":true,"x":{"y":"',
    'line\nbreak \\ "quoted" {{model}} {{messages}}',
    '\u2028 </script> \ud83e\udebf',
  ])('cannot be broken out of by a text: %j', async (words) => {
    const ask = aRequest({ model: 'm', messages: [text('user', words)] });
    expect(await filled('{"l":"{{last}}","w":"<{{last}}>"}', ask)).toEqual({
      l: words,
      w: `<${words}>`,
    });
  });

  test('keeps names that nobody knows, and those of objects', async () => {
    expect(await filled('{"a":"{{nobody}} {{constructor}}","b":"{{toString}}"}')).toEqual({
      a: '{{nobody}} {{constructor}}',
      b: '{{toString}}',
    });
  });

  test('that is no JSON is told, and nothing is sent', async () => {
    expect(await filled('{"p": {{prompt}}}')).toEqual({
      kind: 'unreadable',
      line: '{"p": {{prompt}}}',
    });
  });

  test.each([
    [{ type: 'image', mediaType: 'image/png', base64: 'i' }, 'vision'],
    [{ type: 'file', mediaType: 'application/pdf', name: 'a.pdf', base64: 'J' }, 'pdf'],
  ] as const)('does not lose what is not text: %j', async (part, ability) => {
    const ask = aRequest({ messages: [{ role: 'user', parts: [part] }] });
    expect(await filled('{"p":"{{prompt}}"}', ask)).toEqual({ kind: 'unsupported', ability });
  });
});

describe('an answer', () => {
  const lines = '{"token":{"text":"A "}}\n{"token":{"text":"heron 🪿"}}\n{"over":true}\n';

  test.each([
    ['lines', lines, 'application/x-ndjson'],
    ['events', lines.replaceAll(/(.+)\n/g, 'data: $1\n\n'), 'text/event-stream'],
    ['one body', '{"token":{"text":"A heron 🪿"},"over":true}', 'application/json'],
  ])('in %s is read by its pointers', async (_name, body, type) => {
    const { reply, fault } = await decode({ end: { at: '/over' } }, body, { type });
    expect(fault).toBeUndefined();
    expect(reply).toMatchObject({ text: 'A heron 🪿', finish: { reason: 'stop' } });
  });

  test('may carry the whole text so far in each piece', async () => {
    const body = '{"t":"A"}\n{"t":"A her"}\n{"t":"A her"}\n{"t":"A heron"}\n';
    const { reply } = await decode({ text: '/t', isCumulative: true }, body, { type: 'x/ndjson' });
    expect(reply.text).toBe('A heron');
  });

  test('may have its thoughts elsewhere, or in tags', async () => {
    const apart = '{"r":"hm"}\n{"t":"A"}\n';
    expect(
      (await decode({ text: '/t', reasoning: '/r' }, apart, { type: 'x/ndjson' })).reply,
    ).toMatchObject({
      reasoning: 'hm',
      text: 'A',
    });
    const tagged = '{"t":"<think>hm</think>"}\n{"t":"A"}\n';
    expect((await decode({ text: '/t' }, tagged, { type: 'x/ndjson' })).reply).toMatchObject({
      reasoning: 'hm',
      text: 'A',
    });
  });

  test('may be texts and no JSON at all', async () => {
    const { reply } = await decode({ text: '' }, 'data: A heron\n\ndata: "."\n\ndata: [DONE]\n\n');
    expect(reply.text).toBe('A heron.');
  });

  test('is pointed at with escapes and numbers', async () => {
    const body = '{"a/b":[{"c~d":"yes"}]}';
    const { reply } = await decode({ text: '/a~1b/0/c~0d' }, body, { type: 'application/json' });
    expect(reply.text).toBe('yes');
  });

  test.each([
    [{ at: '/f', is: 'end' }, '{"t":"a","f":"go"}\n{"t":"b","f":"end"}\n{"t":"c"}\n', 'ab'],
    [{ at: '/f', is: '1' }, '{"t":"a","f":0}\n{"t":"b","f":1}\n{"t":"c"}\n', 'ab'],
    [{ at: '/f' }, '{"t":"a","f":false}\n{"t":"b","f":true}\n{"t":"c"}\n', 'ab'],
  ])('ends at its mark %j', async (end, body, text) => {
    const { reply, fault } = await decode({ text: '/t', end }, body, { type: 'x/ndjson' });
    expect(fault).toBeUndefined();
    expect(reply.text).toBe(text);
  });

  test('without its mark is truncated, and so is nothing at all', async () => {
    const type = 'x/ndjson';
    const cut = await decode({ text: '/t', end: { at: '/f' } }, '{"t":"a"}\n', { type });
    expect(cut).toMatchObject({ reply: { text: 'a' }, fault: { kind: 'truncated' } });
    expect((await decode({ text: '/t' }, '{"x":1}\n', { type })).fault?.kind).toBe('truncated');
  });

  test('tells an error where the description says', async () => {
    const body = '{"t":"a","e":null}\n{"e":{"message":"out of memory"}}\n';
    const { reply, fault } = await decode({ text: '/t', error: '/e' }, body, { type: 'x/ndjson' });
    expect(reply.text).toBe('a');
    expect(fault).toEqual({ kind: 'stream-error', message: 'out of memory' });
  });

  test('never reads what objects have from elsewhere', async () => {
    const { fault } = await decode({ text: '/constructor/name' }, '{"t":"a"}\n', {
      type: 'x/ndjson',
    });
    expect(fault?.kind).toBe('truncated');
  });
});

describe('the models', () => {
  const listed = (description: PlainDescription, value: unknown) => {
    const { fetcher } = aFetcher(() => Response.json(value));
    const at = anEndpoint('plain', fetcher, { plain: description });
    return plain.listModels(at, never).then((all) => all.map(({ name }) => name));
  };

  test('are names, or entries with a name or an id', async () => {
    const models = { path: '/list', at: '/all' };
    const value = { all: ['a', { name: 'b' }, { id: 'c' }, { no: 1 }, 7] };
    expect(await listed(describing({ models }), value)).toEqual(['a', 'b', 'c']);
    await expect(listed(describing({ models }), { other: [] })).rejects.toMatchObject({
      fault: { kind: 'not-a-model-server' },
    });
  });

  test('are the only one there is where there is no list and requests name none', async () => {
    expect(await listed(describing(), undefined)).toEqual(['default']);
    expect(await listed(describing({ body: '{"m":"{{model}}"}' }), undefined)).toEqual([]);
  });
});

describe('a server without a list', () => {
  test.each([
    [404, undefined],
    [200, undefined],
    [401, 'key-wanted'],
    [502, 'server-error'],
  ])('that answers %i: %s', async (status, kind) => {
    const { fetcher } = aFetcher(() => new Response('', { status }));
    const at = anEndpoint('plain', fetcher, { plain: describing() });
    const outcome = await plain.check(at, never).catch((error) => error);
    expect(outcome).toMatchObject(kind ? { fault: { kind } } : { state: 'up' });
  });
});

test('a path cannot lead to another host', () => {
  const models = { path: '@elsewhere.example/list', at: '' };
  expect(plainDescription.safeParse({ ...usual, models }).success).toBe(false);
  expect(plainDescription.safeParse({ ...usual, path: '@elsewhere.example' }).success).toBe(false);
});
