import { describe, expect, it } from 'vitest';
import {
  buildRequest,
  estimateTokens,
  isContextCut,
  type RequestInput,
} from '../../../src/chat/build-request.ts';
import { FaultError } from '../../../src/domain/fault.ts';
import type { Message } from '../../../src/domain/message.ts';
import { aMessage } from './makers.ts';

const asked = (text: string): Message => aMessage({ role: 'user', text, status: 'done' });
const told = (text: string): Message => aMessage({ text, status: 'done' });

function build(change: Partial<RequestInput> = {}, canPrefill = true) {
  const input: RequestInput = {
    model: 'm',
    dialect: 'ollama',
    known: undefined,
    systemPrompts: [],
    parameters: {},
    path: [asked('Go')],
    readImage: async (id) => `bytes of ${id}`,
    continues: false,
    ...change,
  };
  return buildRequest(input, canPrefill);
}

describe('what is asked of a provider', () => {
  it('has the system prompt first, where there is one', async () => {
    expect((await build({ systemPrompts: [' ', ''] })).messages[0]?.role).toBe('user');
    expect((await build({ systemPrompts: ['', 'Be brief.'] })).messages[0]).toEqual({
      role: 'system',
      parts: [{ type: 'text', text: 'Be brief.' }],
    });
  });

  it('is held to the answer format of its session, unless it goes on from the middle of a reply', async () => {
    const parameters = { temperature: 1, format: { kind: 'json' } } as const;
    expect((await build({ parameters })).parameters).toEqual(parameters);
    const path = [asked('Go'), told('{"a":')];
    for (const canPrefill of [true, false]) {
      const { parameters: sent } = await build({ parameters, path, continues: true }, canPrefill);
      expect(sent).toEqual({ temperature: 1 });
    }
  });

  it('leaves out messages without content, and those of tools', async () => {
    const empty = aMessage({ status: 'failed' });
    const tool = aMessage({ role: 'tool', text: 'x' });
    const { messages } = await build({ path: [asked('A'), empty, tool, asked('B')] });
    expect(messages.map((each) => each.role)).toEqual(['user', 'user']);
  });

  it('carries images as their bytes, before the words', async () => {
    const image = {
      type: 'image',
      attachmentId: 'a1',
      mediaType: 'image/png',
      name: 'x.png',
      sizeBytes: 1,
    } as const;
    const seen = aMessage({ role: 'user', parts: [image, { type: 'text', text: 'What?' }] });
    const { messages } = await build({ path: [seen] });
    expect(messages[0]?.parts).toEqual([
      { type: 'image', mediaType: 'image/png', base64: 'bytes of a1' },
      { type: 'text', text: 'What?' },
    ]);
  });

  it('carries PDFs as files with their names, and no other file', async () => {
    const file = { type: 'file', attachmentId: 'a1', name: 'x.pdf', sizeBytes: 1 } as const;
    const seen = aMessage({
      role: 'user',
      parts: [
        { ...file, mediaType: 'application/pdf' },
        { ...file, mediaType: 'text/csv' },
        { type: 'text', text: 'What?' },
      ],
    });
    const { messages } = await build({ path: [seen] });
    expect(messages[0]?.parts).toEqual([
      { type: 'file', mediaType: 'application/pdf', name: 'x.pdf', base64: 'bytes of a1' },
      { type: 'text', text: 'What?' },
    ]);
  });

  it('names a picture of an earlier message that is gone, but not one that was just sent', async () => {
    const image = {
      type: 'image',
      attachmentId: 'a1',
      mediaType: 'image/png',
      name: 'x.png',
      sizeBytes: 1,
    } as const;
    const seen = aMessage({ role: 'user', parts: [image, { type: 'text', text: 'What?' }] });
    const readImage = () => Promise.reject(new FaultError({ kind: 'not-found', what: 'image' }));
    const { messages } = await build({ path: [seen, told('A cat'), asked('Sure?')], readImage });
    expect(messages[0]?.parts).toEqual([
      { type: 'text', text: '[x.png: this picture is no longer there]\n' },
      { type: 'text', text: 'What?' },
    ]);
    await expect(build({ path: [seen], readImage })).rejects.toMatchObject({
      fault: { kind: 'not-found' },
    });
  });

  it('tells what the assistant thought beside what it said', async () => {
    const reply = aMessage({
      parts: [
        { type: 'reasoning', text: 'Hm' },
        { type: 'text', text: 'Yes' },
      ],
    });
    const { messages } = await build({ path: [asked('A'), reply, asked('B')] });
    expect(messages[1]).toEqual({
      role: 'assistant',
      parts: [{ type: 'text', text: 'Yes' }],
      reasoning: 'Hm',
    });
  });

  it('ends in the partial reply where the server continues it', async () => {
    const ask = await build({ path: [asked('A'), told('Once')], continues: true });
    expect(ask.continues).toBe(true);
    expect(ask.messages.at(-1)?.role).toBe('assistant');
  });

  it('ends in a request to go on where the server cannot', async () => {
    const ask = await build({ path: [asked('A'), told('Once')], continues: true }, false);
    expect(ask.continues).toBe(false);
    expect(ask.messages.map((each) => each.role)).toEqual(['user', 'assistant', 'user']);
  });
});

describe('a context that was cut', () => {
  it('shows in a count clearly below what was sent', () => {
    expect(isContextCut(4000, 2000)).toBe(true);
    expect(isContextCut(4000, 3000)).toBe(false);
  });

  it('is not suspected of short prompts, nor where the server does not count', () => {
    expect(isContextCut(150, 10)).toBe(false);
    expect(isContextCut(4000, undefined)).toBe(false);
  });

  it('is measured at four characters a token, images aside', async () => {
    expect(estimateTokens(await build({ path: [asked('12345678')] }))).toBe(2);
  });
});
