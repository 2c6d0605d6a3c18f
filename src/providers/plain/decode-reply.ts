/** A plain server's pieces -> our events, by where its description says that text, end and error stand. Pure. */
import * as z from 'zod/mini';
import { FaultError } from '../../domain/fault.ts';
import type { PlainDescription } from '../../domain/plain-description.ts';
import type { StreamEvent } from '../../domain/stream-event.ts';
import { faultFromStreamError } from '../http-fault.ts';
import { readPayload } from '../payload.ts';
import { createThinkSplitter } from '../think-tags.ts';
import { valueAt } from './pointer.ts';

type Description = Pick<PlainDescription, 'text' | 'reasoning' | 'isCumulative' | 'end' | 'error'>;

/** Without an end mark in the description the end of the body is the end, if anything came at all. */
export async function* decodeReply(
  payloads: AsyncIterable<string>,
  description: Description,
  model?: string,
): AsyncGenerator<StreamEvent, void> {
  const { end, error } = description;
  const tags = createThinkSplitter();
  const text = createTake(description.text, description.isCumulative);
  const thought = createTake(description.reasoning, description.isCumulative);
  let cameAny = false;
  let sawDone = false;
  const pieces = readPieces(
    untilDone(payloads, () => (sawDone = true)),
    description.text === '',
  );
  for await (const piece of pieces) {
    const trouble = error === undefined ? undefined : valueAt(piece, error);
    if (trouble) throw new FaultError(faultFromStreamError(trouble, model));
    const reasoning = thought(piece);
    if (reasoning !== '') yield { type: 'reasoning-delta', text: reasoning };
    const words = text(piece);
    if (words !== '') yield* tags.push(words);
    cameAny ||= reasoning !== '' || words !== '';
    if (end && isEnd(valueAt(piece, end.at), end.is)) {
      yield* tags.flush();
      yield { type: 'finish', reason: 'stop', ...(end.is === undefined ? {} : { raw: end.is }) };
      return;
    }
  }
  yield* tags.flush();
  if (!sawDone && (end || !cameAny)) throw new FaultError({ kind: 'truncated' });
  yield { type: 'finish', reason: 'stop' };
}

async function* untilDone(
  payloads: AsyncIterable<string>,
  onDone: () => void,
): AsyncGenerator<string, void> {
  for await (const payload of payloads) {
    if (payload.trim() === '[DONE]') {
      onDone();
      return;
    }
    yield payload;
  }
}

/** Where the whole piece is the text it need not be JSON. */
async function* readPieces(
  payloads: AsyncIterable<string>,
  mayBeText: boolean,
): AsyncGenerator<unknown, void> {
  if (!mayBeText) return yield* readPayload(z.unknown(), payloads);
  for await (const payload of payloads) yield parseOr(payload);
}

function parseOr(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}

function isEnd(value: unknown, is: string | undefined): boolean {
  return is === undefined ? Boolean(value) : value !== undefined && String(value) === is;
}

/** What is new of the text in each piece. */
function createTake(pointer: string | undefined, isCumulative: boolean) {
  let taken = 0;
  return (piece: unknown): string => {
    const value = pointer === undefined ? undefined : valueAt(piece, pointer);
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    if (!isCumulative) return text;
    const fresh = text.slice(taken);
    taken = Math.max(taken, text.length);
    return fresh;
  };
}
