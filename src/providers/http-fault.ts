/**
 * A server's refusal -> our fault, for every dialect in one place: statuses, the many shapes of JSON errors, errors in
 * the middle of a stream, and the HTML of proxies. Texts come out short and without keys.
 */
import type { Fault } from '../domain/fault.ts';
import { nowAt } from '../lib/timing.ts';

export type Refusal = {
  status: number;
  body: string;
  url: string;
  retryAfter?: string | null;
  /** The model that was asked for, where one was. */
  model?: string;
};

type ErrorWords = { message: string; type: string; promptTokens?: number; contextLength?: number };

export function faultFromRefusal(refusal: Refusal): Fault {
  const { status, url, model } = refusal;
  const words = readErrorWords(refusal.body);
  const told = words.message === '' ? {} : { message: words.message };
  const common = faultFromWords(words, model);
  if (common) return common;
  switch (status) {
    case 401:
      return { kind: 'key-wanted', url, ...told };
    case 403:
      return /disabled|not supported|region|moderation/i.test(words.message)
        ? { kind: 'refused', status, message: words.message }
        : { kind: 'key-wanted', url, ...told };
    case 404:
      if (model !== undefined) return { kind: 'model-missing', model, ...told };
      break;
    case 413:
      return { kind: 'too-large', ...told };
    case 429: {
      const retryAfterMs = readRetryAfter(refusal.retryAfter);
      return {
        kind: 'rate-limited',
        ...told,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      };
    }
    case 503:
      return { kind: /loading/i.test(words.message) ? 'loading' : 'busy', ...told };
  }
  return {
    kind: status >= 500 ? 'server-error' : 'refused',
    status,
    message: words.message,
  };
}

/** An error object in the middle of a stream. */
export function faultFromStreamError(error: unknown, model?: string): Fault {
  const words = wordsFrom({ error });
  return faultFromWords(words, model) ?? { kind: 'stream-error', message: words.message };
}

const abilityByWord: Readonly<Record<string, string>> = {
  image: 'vision',
  images: 'vision',
  vision: 'vision',
  audio: 'audio',
  tools: 'tools',
  thinking: 'thinking',
  reasoning: 'thinking',
  reasoning_effort: 'thinking',
  chat: 'completion',
};

/** What is said in the same words whatever the status: it depends on server and version. */
function faultFromWords(words: ErrorWords, model: string | undefined): Fault | undefined {
  const { message, type, promptTokens, contextLength } = words;
  const told = message === '' ? {} : { message };
  if (
    /exceed_context_size|context_length_exceeded/.test(type) ||
    /exceeds? the (available|maximum|model'?s?( maximum)?) context|maximum context length/i.test(
      message,
    )
  ) {
    return {
      kind: 'context-exceeded',
      ...(promptTokens === undefined ? {} : { promptTokens }),
      ...(contextLength === undefined ? {} : { contextLength }),
      ...told,
    };
  }
  if (
    model !== undefined &&
    (type === 'model_not_found' || /\bmodel\b.{0,200}\b(not found|does not exist)/i.test(message))
  ) {
    return { kind: 'model-missing', model, ...told };
  }
  const lacking = /does not support (\w+)|(\w+)(?: input)? (?:is|are) not supported/i.exec(message);
  const ability = abilityByWord[(lacking?.[1] ?? lacking?.[2] ?? '').toLowerCase()];
  if (ability) return { kind: 'unsupported', ability, ...told };
  return undefined;
}

function readErrorWords(body: string): ErrorWords {
  const text = body.trim();
  try {
    return wordsFrom(JSON.parse(text));
  } catch {
    return { message: sentence(text), type: '' };
  }
}

function wordsFrom(value: unknown): ErrorWords {
  if (typeof value === 'string') {
    // Ollama passes its runner's JSON error on as text.
    return value.startsWith('{') ? readErrorWords(value) : { message: sentence(value), type: '' };
  }
  if (Array.isArray(value)) {
    const all = value.map((each) => wordsFrom(each).message).filter((each) => each !== '');
    return { message: sentence(all.join('; ')), type: '' };
  }
  if (typeof value !== 'object' || value === null) return { message: '', type: '' };
  const fields = value as Record<string, unknown>;
  // FastAPI names the field in `loc` and the trouble in `msg`.
  if (typeof fields['msg'] === 'string') {
    const place = Array.isArray(fields['loc']) ? `${fields['loc'].join('.')}: ` : '';
    return { message: sentence(place + fields['msg']), type: String(fields['type'] ?? '') };
  }
  const type = [fields['type'], fields['code']]
    .filter((each) => typeof each === 'string')
    .join(' ');
  const inner = fields['error'] ?? fields['errors'] ?? fields['message'] ?? fields['detail'];
  const words = wordsFrom(inner);
  const promptTokens = fields['n_prompt_tokens'];
  const contextLength = fields['n_ctx'];
  return {
    ...words,
    type: words.type === '' ? type : words.type,
    ...(typeof promptTokens === 'number' ? { promptTokens } : {}),
    ...(typeof contextLength === 'number' ? { contextLength } : {}),
  };
}

/** One short line of text: tags out (a page is told by its title), keys out, at most 300 characters. */
export function sentence(text: string): string {
  const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1];
  return (title ?? text)
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[a-z!/][^>]*>/gi, ' ')
    .replace(/\b(sk|hf|gsk|xai|pplx|key)[-_][\w-]{6,}|\bBearer\s+\S+/gi, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

/** Seconds or a date; what is in the past or not to be read is left out. */
function readRetryAfter(header: string | null | undefined): number | undefined {
  if (header === null || header === undefined || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - nowAt() : seconds * 1000;
  return ms >= 0 ? ms : undefined;
}
