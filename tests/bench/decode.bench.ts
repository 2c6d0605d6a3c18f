import { readEvents, readLines, readText } from '../../src/lib/streams.ts';
import { decodeChat } from '../../src/providers/ollama/decode-chat.ts';
import { decodeCompletion } from '../../src/providers/openai-decode.ts';
import { tokensOf } from '../servers/script.ts';
import { median, spread, tell } from './figures.ts';
import { test } from './fixtures.ts';
import { replyOf } from './replies.ts';

const pieces = tokensOf(replyOf('mixed', 32_000)).slice(0, 32_000);
/** As a fast server's bytes come: a few events each. */
const chunkBytes = 4096;

test('decoding in Node', async () => {
  const completion = (delta: object, finish: string | null) =>
    `data: ${JSON.stringify({
      choices: [{ finish_reason: finish, index: 0, delta }],
      created: 1_760_000_000,
      id: 'chatcmpl-bench',
      model: 'model',
      object: 'chat.completion.chunk',
    })}\n\n`;
  const events = [
    ...pieces.map((content) => completion({ content }, null)),
    completion({}, 'stop'),
    'data: [DONE]\n\n',
  ];
  const lines = [
    ...pieces.map((content) => line({ message: { role: 'assistant', content }, done: false })),
    line({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' }),
  ];
  await measure('decode-llama', events.join(''), (chunks) =>
    decodeCompletion(payloads(readEvents(readText(chunks)))),
  );
  await measure('decode-ollama', lines.join(''), (chunks) =>
    decodeChat(readLines(readText(chunks))),
  );
});

function line(value: object): string {
  return `${JSON.stringify({ model: 'model', created_at: '2026-01-01T00:00:00Z', ...value })}\n`;
}

async function* payloads(events: AsyncIterable<{ data: string }>): AsyncGenerator<string, void> {
  for await (const { data } of events) yield data;
}

async function measure(
  id: 'decode-llama' | 'decode-ollama',
  body: string,
  decode: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<{ type: string; text?: string }>,
): Promise<void> {
  const bytes = new TextEncoder().encode(body);
  const speeds: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const startedMs = performance.now();
    let letters = 0;
    for await (const event of decode(chunksOf(bytes))) letters += event.text?.length ?? 0;
    if (letters !== pieces.join('').length) throw new Error('the decoded text is not whole');
    // The first round warms up.
    if (round > 0) speeds.push(pieces.length / ((performance.now() - startedMs) / 1000));
  }
  tell(id, median(speeds), spread(speeds));
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
