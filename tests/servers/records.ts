/* Reads the records of real servers in `tests/fixtures/llama-server` and `tests/fixtures/ollama`; a README has their form. */
import { readFileSync } from 'node:fs';

export type WireRecord = {
  readonly method: string;
  readonly path: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** `name` without `.txt`. Throws where the file is no transcript. */
export function readRecord(
  name: string,
  folder: 'llama-server' | 'ollama' = 'llama-server',
): WireRecord {
  const file = new URL(`../fixtures/${folder}/${name}.txt`, import.meta.url);
  const text = readFileSync(file, 'utf8');
  const request = between(text, '--- request\n', '\n--- response\n');
  const response = between(text, '\n--- response\n', '\n--- ');
  const [line = '', ...requestHeaders] = request.head.split('\n');
  const [method = '', path = ''] = line.split(' ');
  const [status = '', ...headers] = response.head.split('\n');
  return {
    method,
    path,
    requestHeaders: headersFrom(requestHeaders),
    requestBody: request.body,
    status: Number(status.split(' ')[1]),
    headers: headersFrom(headers),
    body: response.body,
  };
}

/** The JSON objects of an SSE body, without `[DONE]` and the comments. */
export function chunksOf(sse: string): unknown[] {
  return sse
    .split('\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice('data: '.length)) as unknown);
}

function between(text: string, start: string, end: string): { head: string; body: string } {
  const from = text.indexOf(start);
  if (from < 0) throw new Error(`no ${start.trim()} in this record`);
  const part = text.slice(from + start.length);
  const stop = part.indexOf(end);
  const whole = stop < 0 ? part : part.slice(0, stop);
  const gap = whole.indexOf('\n\n');
  return gap < 0
    ? { head: whole.trimEnd(), body: '' }
    : { head: whole.slice(0, gap), body: whole.slice(gap + 2) };
}

function headersFrom(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}
