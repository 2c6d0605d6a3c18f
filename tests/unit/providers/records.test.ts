// Every recorded answer of a real llama-server, cut at every byte and with other line ends: always the same reply.
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { llamaServer } from '../../../src/providers/llama-server/index.ts';
import { readRecord } from '../../servers/records.ts';
import {
  aContinuation,
  aFetcher,
  anAnswer,
  anEndpoint,
  aRequest,
  cutsOf,
  fold,
  never,
} from './maker.ts';

const folder = new URL('../../fixtures/llama-server/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => name.slice(0, -'.txt'.length))
  .filter((name) =>
    /^(chat-stream|chat-prefill|think-chat|think-control-stream|tools-stream|tools-cut|tools-nostream|slow-stream|resume-[13l]|chat-nostream$|router-(unload-mid|child)|server-stopped)/.test(
      name,
    ),
  );

function decode(name: string, pieces: readonly (string | Uint8Array)[], type?: string) {
  const { headers } = readRecord(name);
  const { fetcher } = aFetcher(() =>
    anAnswer(pieces, { type: type ?? headers['content-type'] ?? 'text/event-stream' }),
  );
  const ask = name === 'chat-prefill' ? aContinuation('The little') : aRequest();
  return fold(llamaServer.streamChat(anEndpoint('llama-server', fetcher), ask, never));
}

describe('a record', () => {
  test('is found', () => {
    expect(names.length).toBeGreaterThan(30);
  });

  test.each(names)('%s gives the same reply wherever it is cut', async (name) => {
    const { body } = readRecord(name);
    const whole = await decode(name, [body]);
    const progress = whole.events.filter(({ type }) => type === 'progress');
    expect({ reply: whole.reply, fault: whole.fault, progress }).toMatchSnapshot();
    const bytes = new TextEncoder().encode(body);
    for (const pieces of cutsOf(bytes, Math.max(1, Math.floor(bytes.length / 250)))) {
      const { reply, fault } = await decode(name, pieces);
      if (reply.text !== whole.reply.text) expect(reply).toEqual(whole.reply);
      expect({ reply, fault }).toEqual({ reply: whole.reply, fault: whole.fault });
    }
  });

  test.each(names)('%s gives the same reply with CRLF and with CR', async (name) => {
    const { body, headers } = readRecord(name);
    if (!headers['content-type']?.includes('event-stream')) return;
    const whole = await decode(name, [body]);
    for (const end of ['\r\n', '\r']) {
      const { reply, fault } = await decode(name, [body.replaceAll('\n', end)]);
      expect({ reply, fault }).toEqual({ reply: whole.reply, fault: whole.fault });
    }
  });

  test.each(['chat-stream', 'chat-stream-utf8'])('%s cut at each single byte', async (name) => {
    const { body } = readRecord(name);
    const whole = await decode(name, [body]);
    for (const pieces of cutsOf(new TextEncoder().encode(body))) {
      expect((await decode(name, pieces)).reply).toEqual(whole.reply);
    }
  });

  test.each(['chat-stream', 'think-chat-stream', 'tools-stream-parallel'])(
    '%s that ends early is truncated and keeps what came',
    async (name) => {
      const { body } = readRecord(name);
      const { reply: whole } = await decode(name, [body]);
      const end = body.search(/data: \{"choices":\[\{"finish_reason":"/);
      for (let at = 1; at <= end; at += 13) {
        const { reply, fault } = await decode(name, [body.slice(0, at)]);
        expect(fault).toEqual({ kind: 'truncated' });
        expect(whole.text.startsWith(reply.text)).toBe(true);
        expect(whole.reasoning.startsWith(reply.reasoning)).toBe(true);
      }
    },
  );
});
