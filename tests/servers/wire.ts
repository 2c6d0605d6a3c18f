/*
 * From events to bytes on a socket. `shaped` decides what the stream says (separators, comments,
 * broken lines, early ends); `sendStream` decides how its bytes travel (chunk borders, stalls, cuts).
 * The first happens once per generation, the second once per client.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { breathe, type Gates } from './gates.ts';
import type { Faults, RecordedRequest } from './types.ts';

/** `named-sse`: each event is named after the `type` that its data begins with. */
export type StreamForm = 'sse' | 'named-sse' | 'ndjson';

export type StreamEvent = {
  /** One line of JSON, or `[DONE]`. */
  readonly data: string;
  readonly part: 'head' | 'token' | 'tail' | 'done';
};

export type Frame = {
  readonly bytes: Buffer;
  readonly part: StreamEvent['part'];
};

/** One request and everything needed to answer it. */
export type Exchange = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyText: string;
  /** The parsed body, undefined where it is no JSON. */
  readonly body: unknown;
  /** Where the dialect reads the body itself, as it comes; `bodyText` is empty then. */
  readonly request?: IncomingMessage;
  readonly response: ServerResponse;
  readonly record: RecordedRequest;
  readonly faults: Faults;
  readonly gates: Gates;
  /** Aborted when the client is gone or the server closes. */
  readonly signal: AbortSignal;
};

const lineEnds = { lf: '\n', crlf: '\r\n', cr: '\r' };

export async function* shaped(
  events: AsyncIterable<readonly StreamEvent[]>,
  form: StreamForm,
  faults: Faults,
  errorText: (code: number, message: string) => string,
): AsyncGenerator<readonly Frame[], void> {
  const end = lineEnds[faults.lineEnd ?? 'lf'];
  const lines = (text: string) => Buffer.from(text.replaceAll('\n', end));
  const encode = (data: string) => {
    if (form === 'ndjson') return lines(`${data}\n`);
    const name = form === 'named-sse' ? /^\{"type":"([\w.]+)"/.exec(data)?.[1] : undefined;
    return lines(`${name === undefined ? '' : `event: ${name}\n`}data: ${data}\n\n`);
  };
  const comment = form === 'ndjson' ? '\n' : ': still here\n\n';
  const { unreadable, errorInStream, endWithoutMark } = faults;
  const endAfter = typeof endWithoutMark === 'object' ? endWithoutMark.afterTokens : undefined;
  let tokens = 0;
  let count = 0;
  let brokenDue = unreadable !== undefined;
  for await (const batch of events) {
    const frames: Frame[] = [];
    for (const { data, part } of batch) {
      if (faults.comments && count++ % 3 === 0) {
        frames.push({ bytes: lines(comment), part: 'head' });
      }
      if (part !== 'head') {
        if (unreadable && brokenDue && tokens >= unreadable.afterTokens) {
          brokenDue = false;
          const broken = encode(unreadable.text ?? '{"choices":[{"mess');
          for (let i = 0; i < unreadable.lines; i++) frames.push({ bytes: broken, part: 'head' });
        }
        if (errorInStream && tokens >= errorInStream.afterTokens) {
          const { code = 500, message = 'the model stopped working' } = errorInStream;
          yield [...frames, { bytes: encode(errorText(code, message)), part: 'tail' }];
          return;
        }
        const cutShort = endAfter === undefined ? part === 'tail' : tokens >= endAfter;
        if (endWithoutMark && cutShort) {
          yield frames;
          return;
        }
      }
      if (part === 'token') tokens += 1;
      if (part === 'done' && faults.withoutDone) continue;
      frames.push({ bytes: encode(data), part });
    }
    if (frames.length > 0) yield frames;
  }
}

export type StreamHead = {
  readonly headers: Readonly<Record<string, string>>;
  /** The headers leave before there is anything to say. */
  readonly early: boolean;
};

/** Sends the frames until they end, the client goes, or the fault says so. */
export async function sendStream(
  exchange: Exchange,
  head: StreamHead,
  batches: AsyncIterable<readonly Frame[]>,
): Promise<void> {
  const { response, faults, gates, signal } = exchange;
  let begun = false;
  const begin = async () => {
    if (begun || signal.aborted) return;
    begun = true;
    exchange.record.status = 200;
    response.writeHead(200, head.headers);
    response.flushHeaders();
    if (faults.stall === 'after-headers') await gates.wait('stall', signal);
  };
  if (head.early || faults.stall === 'after-headers') await begin();
  const wire = createWire(exchange);
  for await (const batch of batches) {
    await begin();
    if (signal.aborted || !(await wire.send(batch))) return;
  }
  if (signal.aborted) return;
  await begin();
  response.end();
}

/** Sends a whole body; the faults of travel apply where they were ordered. */
export async function sendBody(
  exchange: Exchange,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): Promise<void> {
  const { response, record, signal, faults, gates } = exchange;
  if (signal.aborted || response.headersSent) return;
  const bytes = Buffer.from(body);
  record.status = status;
  response.writeHead(status, { ...headers, 'Content-Length': String(bytes.length) });
  if (faults.stall === 'after-headers') {
    response.flushHeaders();
    await gates.wait('stall', signal);
  }
  if (signal.aborted) return;
  const whole = exchange.method === 'HEAD' || bytes.length === 0;
  if (!whole && !(await createWire(exchange).send([{ bytes, part: 'tail' }]))) return;
  response.end();
}

/** Applies stalls, cuts and chunk borders; `send` tells whether there is any use in going on. */
function createWire(exchange: Exchange) {
  const { response, record, faults, gates, signal } = exchange;
  const { chunking = 'batch' } = faults;
  const cutAtByte = faults.cut && 'atByte' in faults.cut ? faults.cut.atByte : undefined;
  const cutAfter = faults.cut && 'afterTokens' in faults.cut ? faults.cut.afterTokens : undefined;
  const stallAfter = typeof faults.stall === 'object' ? faults.stall.afterTokens : undefined;
  let stallDue = stallAfter !== undefined;
  let tokens = 0;
  let waiting: Buffer[] = [];

  async function flush(): Promise<boolean> {
    if (waiting.length === 0) return true;
    let bytes = waiting.length === 1 && waiting[0] ? waiting[0] : Buffer.concat(waiting);
    waiting = [];
    const cutHere = cutAtByte !== undefined && record.bytesSent + bytes.length >= cutAtByte;
    if (cutHere) bytes = bytes.subarray(0, cutAtByte - record.bytesSent);
    for (const chunk of chunksOf(bytes, chunking)) {
      if (signal.aborted) return false;
      record.bytesSent += chunk.length;
      if (!response.write(chunk)) await drained(response, signal);
      if (chunking !== 'batch') await breathe();
    }
    if (cutHere) await cut();
    return !cutHere && !signal.aborted;
  }

  /** Hangs up once the kernel has what was written, so that it arrives before the end does. */
  async function cut(): Promise<void> {
    record.done = true;
    await new Promise((resolve) => setTimeout(resolve, 5));
    response.socket?.destroy();
  }

  return {
    async send(frames: readonly Frame[]): Promise<boolean> {
      for (const { bytes, part } of frames) {
        if (part !== 'head') {
          if (stallDue && stallAfter !== undefined && tokens >= stallAfter) {
            stallDue = false;
            if (!(await flush())) return false;
            await gates.wait('stall', signal);
            if (signal.aborted) return false;
          }
          if (cutAfter !== undefined && tokens >= cutAfter) {
            if (await flush()) await cut();
            return false;
          }
        }
        if (part === 'token') tokens += 1;
        waiting.push(bytes);
      }
      return flush();
    },
  };
}

function* chunksOf(bytes: Buffer, chunking: NonNullable<Faults['chunking']>): Generator<Buffer> {
  if (chunking === 'batch') {
    yield bytes;
  } else if (chunking === 'split-utf8') {
    let start = 0;
    for (let at = 1; at < bytes.length; at++) {
      // A continuation byte here means that a border at this place splits a letter.
      if (((bytes[at] ?? 0) & 0xc0) !== 0x80) continue;
      yield bytes.subarray(start, at);
      start = at;
    }
    yield bytes.subarray(start);
  } else {
    const size = chunking === 'byte' ? 1 : Math.max(1, chunking);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
}

function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    if (signal.aborted) return resolve();
    response.on('drain', done);
    signal.addEventListener('abort', done);
  });
}
