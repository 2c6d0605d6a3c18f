/**
 * Bytes as they come off the wire -> lines (NDJSON) or server-sent events. No timers and no parsing of what the
 * lines say: thousands of tokens per second pass here.
 */
import { createParser } from 'eventsource-parser';

export type ServerEvent = { name: string; data: string };

/**
 * The chunks of a body. `onBytes` hears of every chunk, comments and blank lines included. The reader is always
 * cancelled at the end, so a body left early frees its connection. Rejects with the signal's reason when aborted.
 */
export async function* readChunks(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  onBytes?: (sizeBytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader();
  const cancel = (): void => {
    // A body that already failed rejects its cancel too; nobody is left to hear it.
    reader.cancel(signal.reason).then(undefined, () => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) return;
      onBytes?.(value.byteLength);
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', cancel);
    cancel();
  }
}

/** Chunks -> text, with one decoder: a letter may be split between chunks. A BOM at the start is dropped. */
export async function* readText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Non-blank lines. Split at LF only (JSON may hold U+2028), without a trailing CR; the last may lack its LF. */
export async function* readLines(texts: AsyncIterable<string>): AsyncGenerator<string, void> {
  // A long line comes in many pieces: they are joined once, at its end.
  let pieces: string[] = [];
  for await (const text of texts) {
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      pieces.push(text.slice(from, at));
      const line = lineFrom(pieces);
      pieces = [];
      from = at + 1;
      if (line.trim() !== '') yield line;
    }
    if (from < text.length) pieces.push(text.slice(from));
  }
  const line = lineFrom(pieces);
  if (line.trim() !== '') yield line;
}

function lineFrom(pieces: readonly string[]): string {
  const line = pieces.length === 1 ? (pieces[0] ?? '') : pieces.join('');
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/**
 * Server-sent events with data. Lines end in LF, CRLF or a lone CR. Against the standard an event that the end of the
 * body left unfinished is delivered: model servers forget the last blank line. So is JSON that stands in the body
 * without any framing, as the data of a last event named `stray`: that is how some servers break off with an error.
 */
export async function* readEvents(texts: AsyncIterable<string>): AsyncGenerator<ServerEvent, void> {
  let events: ServerEvent[] = [];
  const stray: string[] = [];
  const parser = createParser({
    onError: ({ type, line }) => {
      if (type === 'unknown-field' && line !== undefined) stray.push(line);
    },
    onEvent: ({ event, data }) => events.push({ name: event ?? 'message', data }),
  });
  for await (const text of texts) {
    parser.feed(text);
    if (events.length === 0) continue;
    const ready = events;
    events = [];
    yield* ready;
  }
  parser.feed('\n\n');
  yield* events;
  const data = stray.join('\n');
  if (/^\s*[[{]/.test(data)) yield { name: 'stray', data };
}
