/*
 * From a request to the tokens of its answer, always the same for the same request. A token here is
 * a word with the space before it, or a sign; pieces put together again give the text exactly.
 */
import { breathe, type Gates, pause } from './gates.ts';
import type { Ask, AskMessage, Reply, Script } from './types.ts';

export type Piece = { readonly channel: 'reasoning' | 'text'; readonly text: string };

/** A reply cut into tokens, ready to be spoken. */
export type Speech = {
  readonly script: Script;
  readonly pieces: readonly Piece[];
  readonly finish: 'stop' | 'length';
};

const word = /\s?[\p{L}\p{N}\p{M}]{1,12}|\s?[^\s\p{L}\p{N}\p{M}]|\s+/gu;
const longWord = /.{1,256}/gsu;

/** Never splits a letter; a huge text comes in larger pieces so that it stays payable. */
export function tokensOf(text: string): string[] {
  return text.match(text.length > 200_000 ? longWord : word) ?? [];
}

/** What a template would add around each message. */
const overheadPerMessage = 4;
const tokensPerImage = 256;

export function promptTokens(messages: readonly AskMessage[]): number {
  let count = 0;
  for (const message of messages) {
    count += tokensOf(message.text).length + overheadPerMessage + message.images * tokensPerImage;
  }
  return count;
}

/** `limit`: most tokens to speak; undefined where the request sets none. */
export function speechFor(reply: Reply, ask: Ask, limit: number | undefined): Speech {
  const said = typeof reply === 'function' ? reply(ask) : reply;
  const script: Script = typeof said === 'string' ? { text: said } : said;
  const text = script.text.startsWith(ask.prefill)
    ? script.text.slice(ask.prefill.length)
    : script.text;
  const all: Piece[] = [];
  if (script.reasoning && ask.thinking && ask.prefill === '') {
    for (const piece of tokensOf(script.reasoning)) all.push({ channel: 'reasoning', text: piece });
  }
  for (const piece of stretched(tokensOf(text), script.tokens)) {
    all.push({ channel: 'text', text: piece });
  }
  if (limit !== undefined && limit < all.length) {
    return { script, pieces: all.slice(0, limit), finish: 'length' };
  }
  return { script, pieces: all, finish: script.finish ?? 'stop' };
}

function stretched(tokens: readonly string[], count: number | undefined): readonly string[] {
  if (count === undefined || tokens.length === 0) return tokens;
  const result: string[] = [];
  while (result.length < count) {
    if (result.length > 0) result.push('\n\n');
    result.push(...tokens.slice(0, count - result.length));
  }
  return result.slice(0, count);
}

const fastBatch = 48;

/**
 * Yields the pieces that are due, in batches. Keeps pace by the clock, not by counting timers, so
 * 1,000 tokens a second are 1,000 even where timers are coarse. Ends early when the signal comes.
 */
export async function* paced(
  speech: Speech,
  rate: number,
  gates: Gates,
  signal: AbortSignal,
): AsyncGenerator<readonly Piece[], void> {
  const { script, pieces } = speech;
  const pauseAt = script.pauseAfterTokens ?? Number.POSITIVE_INFINITY;
  let startedAt = performance.now();
  let sent = 0;
  while (sent < pieces.length && !signal.aborted) {
    if (sent === pauseAt) {
      const pausedAt = performance.now();
      await gates.wait('pause', signal);
      startedAt += performance.now() - pausedAt;
      if (signal.aborted) return;
    }
    const elapsedMs = performance.now() - startedAt;
    const due = rate > 0 ? Math.floor((elapsedMs * rate) / 1000) + 1 : sent + fastBatch;
    const end = Math.min(due, pieces.length, sent < pauseAt ? pauseAt : pieces.length);
    if (end > sent) {
      yield pieces.slice(sent, end);
      sent = end;
    }
    if (rate > 0 && sent < pieces.length) {
      const untilNextMs = (sent / rate) * 1000 - (performance.now() - startedAt);
      await pause(Math.max(4, untilNextMs), signal);
    } else {
      await breathe();
    }
  }
  if (pauseAt === pieces.length && !signal.aborted) await gates.wait('pause', signal);
}

/**
 * The answer of a model nobody scripted. For trying things by hand the last message may hold
 * `tokens=32000` and `rate=1000`.
 */
export function defaultReply(thinks: boolean): (ask: Ask) => Script {
  return (ask) => replyTo(ask, thinks);
}

function replyTo(ask: Ask, thinks: boolean): Script {
  const tokens = /\btokens=(\d+)/.exec(ask.lastUser)?.[1];
  const rate = /\brate=(\d+)/.exec(ask.lastUser)?.[1];
  const asked = ask.lastUser.trim().replace(/\s+/g, ' ').slice(0, 200) || 'nothing at all';
  const turns = ask.messages.filter((message) => message.role === 'user').length;
  const images = ask.messages.reduce((sum, message) => sum + message.images, 0);
  const text = [
    `You wrote: **${asked}**`,
    '',
    `This is the scripted model \`${ask.model}\`, answering turn ${turns}${images > 0 ? ` with ${images} image(s) in view` : ''}.`,
    '',
    '- a list with *emphasis* and `code`',
    '- letters of many bytes: é, ß, 한국어, 日本語',
    '- an emoji of four bytes 🚀 and a joined one 👩‍🚀',
    '',
    '```js',
    'const answer = [1, 2, 3].map((n) => n * 2);',
    '```',
    '',
    '| part | state |',
    '| --- | --- |',
    '| stream | whole |',
    '',
    'That is all.',
  ].join('\n');
  return {
    text,
    ...(thinks ? { reasoning: thoughtAbout(asked) } : {}),
    ...(tokens === undefined ? {} : { tokens: Number(tokens) }),
    ...(rate === undefined ? {} : { tokensPerSecond: Number(rate) }),
  };
}

function thoughtAbout(asked: string): string {
  return `The person wrote “${asked}”. A short answer with a list, some code and a table will do.`;
}
