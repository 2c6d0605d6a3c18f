/**
 * A server's refusal -> our fault, for every dialect in one place: statuses, the many shapes of JSON errors, errors in
 * the middle of a stream, and the HTML of proxies. Texts come out short and without keys.
 */
import { formatAbilities } from '../domain/answer-format-kinds.ts';
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

type ErrorWords = {
  message: string;
  type: string;
  promptTokens?: number;
  contextLength?: number;
  /** The wait that the error itself asks for; Google's have no header for it. */
  retryAfterMs?: number;
  /** Where Ollama wants its machine signed in, for what it asks its own cloud. */
  signInUrl?: string;
};

export function faultFromRefusal(refusal: Refusal): Fault {
  const { status, url, model } = refusal;
  const words = readErrorWords(refusal.body);
  const told = toldBy(words);
  // Google refuses a wrong key with 400, and says the rest by the reason.
  if (/\bAPI_KEY_/.test(words.type)) return { kind: 'key-wanted', url, ...told, wasSent: true };
  const common = faultFromWords(words, model);
  if (common) return common;
  switch (status) {
    case 401:
      if (words.signInUrl !== undefined) {
        return { kind: 'registry-refused', reason: 'signed-out', signInUrl: words.signInUrl };
      }
      // Anthropic's answer to pages of organisations that allow none: another key is of no help.
      return /\bCORS requests\b/.test(words.message)
        ? { kind: 'refused', status, message: words.message }
        : { kind: 'key-wanted', url, ...told };
    case 402:
      return { kind: 'payment-wanted', ...told };
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
      return rateLimited(words, readRetryAfter(refusal.retryAfter));
    }
    case 529:
      return { kind: 'busy', ...told };
    case 503:
      return { kind: /loading/i.test(words.message) ? 'loading' : 'busy', ...told };
  }
  return {
    kind: status >= 500 ? 'server-error' : 'refused',
    status,
    message: words.message,
  };
}

/** An error object in the middle of a stream: there is no status then, and some name it in a word. */
export function faultFromStreamError(error: unknown, model?: string): Fault {
  const words = wordsFrom({ error });
  const common = faultFromWords(words, model);
  if (common) return common;
  if (/\b(rate_limit_error|rate_limit_exceeded|RESOURCE_EXHAUSTED|429)\b/.test(words.type)) {
    return rateLimited(words);
  }
  if (/\b402\b/.test(words.type)) return { kind: 'payment-wanted', ...toldBy(words) };
  if (/\b(UNAVAILABLE|provider_overloaded)\b/.test(words.type))
    return { kind: 'busy', ...toldBy(words) };
  return { kind: 'stream-error', message: words.message };
}

function rateLimited(words: ErrorWords, waitMs = words.retryAfterMs): Fault {
  return {
    kind: 'rate-limited',
    ...toldBy(words),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  };
}

function toldBy({ message }: ErrorWords): { message?: string } {
  return message === '' ? {} : { message };
}

const abilityByWord: Readonly<Record<string, string>> = {
  image: 'vision',
  images: 'vision',
  vision: 'vision',
  audio: 'audio',
  pdf: 'pdf',
  tools: 'tools',
  thinking: 'thinking',
  reasoning: 'thinking',
  reasoning_effort: 'thinking',
  chat: 'completion',
};

/** A schema or grammar that the server cannot use: in the words of llama.cpp, or by the field that was wrong. */
const formatSigns =
  /failed to parse grammar|JSON schema conversion failed|\bresponse_?(format|json_?schema|mime_?type)\b|\b(text|output_config)\.format\b/i;

/** What is said in the same words whatever the status: it depends on server and version. */
function faultFromWords(words: ErrorWords, model: string | undefined): Fault | undefined {
  const { message, type } = words;
  const told = toldBy(words);
  const overflow = overflowIn(message);
  if (
    overflow ||
    /exceed_context_size|context_length_exceeded/.test(type) ||
    /exceeds? the ((available|maximum|model'?s?( maximum)?) )?context|maximum context length/i.test(
      message,
    )
  ) {
    const { promptTokens, contextLength } = { ...words, ...overflow };
    return {
      kind: 'context-exceeded',
      ...(promptTokens === undefined ? {} : { promptTokens }),
      ...(contextLength === undefined ? {} : { contextLength }),
      ...told,
    };
  }
  if (/\boverloaded_error\b/.test(type)) return { kind: 'busy', ...told };
  if (/\b(content_filter|content_policy_violation)\b/.test(type)) {
    return { kind: 'content-blocked', ...told };
  }
  // A quota of zero is one that only a paid plan has.
  if (
    /\b(billing_error|insufficient_quota|exceeded_current_quota_error|payment_required)\b/.test(
      type,
    ) ||
    /credit balance is too low/i.test(message) ||
    (/\bRESOURCE_EXHAUSTED\b/.test(type) && /\blimit: 0\b(?!\.)/.test(message))
  ) {
    return { kind: 'payment-wanted', ...told };
  }
  if (
    model !== undefined &&
    (/\bmodel_not_found\b/.test(type) ||
      /\bmodel\b.{0,200}\b(not found|does not exist)/i.test(message))
  ) {
    return { kind: 'model-missing', model, ...told };
  }
  if (formatSigns.test(message)) {
    return { kind: 'unsupported', ability: formatAbilities.unusable, ...told };
  }
  const lacking =
    /does not support (\w+)|(\w+)(?: input)? (?:is|are) not supported|(\w+) input modality is not/i.exec(
      message,
    );
  const ability = abilityByWord[(lacking?.slice(1).find((each) => each) ?? '').toLowerCase()];
  if (ability) return { kind: 'unsupported', ability, ...told };
  return undefined;
}

/** Anthropic and Google tell the size of a prompt that is too long only in their sentences, and not always; llama-server so for vectors. */
function overflowIn(
  message: string,
): { promptTokens?: number; contextLength?: number } | undefined {
  const found =
    /prompt is too long(?:: (\d+) tokens > (\d+) maximum)?/i.exec(message) ??
    /exceed context limit: (\d+) \+ \d+ > (\d+)/i.exec(message) ??
    /input \((\d+) tokens\) is (?:too large to process|larger than).{0,80}\((?:[a-z ]+: )?(\d+)/i.exec(
      message,
    ) ??
    /input token count(?: \((\d+)\))? exceeds the maximum number of tokens allowed(?: \(?(\d+))?/i.exec(
      message,
    );
  if (!found) return undefined;
  const [, prompt, limit] = found;
  return {
    ...(prompt === undefined ? {} : { promptTokens: Number(prompt) }),
    ...(limit === undefined ? {} : { contextLength: Number(limit) }),
  };
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
    if (value.length === 1) return wordsFrom(value[0]);
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
  const details = Array.isArray(fields['details']) ? fields['details'] : [];
  // OpenRouter's code is a number that stands for a status, and its word lies deeper.
  const { error_type } = (fields['metadata'] ?? {}) as { error_type?: unknown };
  const code =
    fields['code'] === 402 || fields['code'] === 429 ? String(fields['code']) : fields['code'];
  const type = [fields['type'], code, fields['status'], error_type, ...details.map(reasonOf)]
    .filter((each) => typeof each === 'string')
    .join(' ');
  const retryAfterMs = details.map(retryDelayOf).find((each) => each !== undefined);
  const inner = fields['error'] ?? fields['errors'] ?? fields['message'] ?? fields['detail'];
  const words = wordsFrom(inner);
  const promptTokens = fields['n_prompt_tokens'];
  const contextLength = fields['n_ctx'];
  const signInUrl = fields['signin_url'];
  return {
    ...words,
    type: words.type === '' ? type : words.type,
    ...(typeof promptTokens === 'number' ? { promptTokens } : {}),
    ...(typeof contextLength === 'number' ? { contextLength } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    // It is shown as it is: no other site may be named by it.
    ...(typeof signInUrl === 'string' && signInUrl.startsWith('https://ollama.com/')
      ? { signInUrl }
      : {}),
  };
}

/** Google's `details`: an `ErrorInfo` has a `reason`, a `RetryInfo` a delay such as `27s` or `0.5s`. */
function reasonOf(detail: { reason?: unknown } | null): unknown {
  return detail?.reason;
}

function retryDelayOf(detail: { retryDelay?: unknown } | null): number | undefined {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(String(detail?.retryDelay))?.[1];
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000);
}

/** One short line of text: tags out (a page is told by its title), keys out, at most 300 characters. */
export function sentence(text: string): string {
  // A page of an error can be long, and what says what happened stands at its beginning.
  const head = text.slice(0, 4000);
  const title = /<title[^>]*>([^<]*)/i.exec(head)?.[1];
  return (title ?? head)
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[a-z!/][^>]*>/gi, ' ')
    .replace(/\b(sk|hf|gsk|xai|pplx|key)[-_][\w-]{6,}|\bAIza[\w-]{10,}|\bBearer\s+\S+/gi, '…')
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
