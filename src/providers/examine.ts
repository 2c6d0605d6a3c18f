/**
 * The doctor's rungs that need what a real request carries: its headers, its key, its model. Runs in the engine, one rung
 * at a time. A page's world gives a refused header, an unreadable refusal and a dead server the same bare error, so what
 * is what comes from asking again with less.
 */
import { zoneOf } from '../domain/address.ts';
import type { ChatRequest } from '../domain/chat-request.ts';
import type { EngineRung, RungFinding } from '../domain/doctor.ts';
import { type Fault, FaultError, type FaultKind, faultFrom } from '../domain/fault.ts';
import type { Model } from '../domain/model.ts';
import { monotonicMs } from '../lib/timing.ts';
import type { Endpoint, Provider } from './contract.ts';
import { isRedirect, within } from './diagnose.ts';
import { ownFetch, probeOpaque, request, requestTimeoutMs, unsignedInit } from './http.ts';
import { redactFault } from './redact.ts';

export type ExamineAsk = {
  rung: EngineRung;
  /** The model of the first token; absent: one that is loaded, else the first. */
  model?: string;
  /** Where the page came from, for the words of a refused origin. */
  pageOrigin?: string;
};

type Found = Omit<RungFinding, 'rung'>;
type Examination = {
  readonly at: Endpoint;
  readonly provider: Provider;
  readonly ask: ExamineAsk;
  readonly signal: AbortSignal;
};

/** A model may have to be read from a slow disk first. */
const firstTokenLimitMs = 300_000;

/** What one rung holds. Everything that goes wrong is a finding; it throws only when the signal ends it. */
export async function examine(
  at: Endpoint,
  provider: Provider,
  ask: ExamineAsk,
  signal: AbortSignal,
): Promise<RungFinding> {
  const startedMs = monotonicMs();
  const took = () => Math.round(monotonicMs() - startedMs);
  try {
    const found = await examiners[ask.rung]({ at, provider, ask, signal });
    return { tookMs: took(), ...found, rung: ask.rung };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return {
      rung: ask.rung,
      state: 'bad',
      tookMs: took(),
      fault: redactFault(faultFrom(error), at),
    };
  }
}

const examiners: Readonly<Record<EngineRung, (here: Examination) => Promise<Found>>> = {
  preflight: examinePreflight,
  key: examineKey,
  version: examineVersion,
  models: examineModels,
  'first-token': examineFirstToken,
};

async function examinePreflight(here: Examination): Promise<Found> {
  const sent = await recordRequest(here);
  if (!sent) return { state: 'skipped', facts: { reason: 'no-request' } };
  const names = [...sent.headers.keys()];
  const facts = { headers: names.join(', ') };
  const whole = await knock(here, sent, sent.headers);
  if (whole === 'readable') return { state: 'good', facts };
  const url = here.at.connection.baseUrl;
  if (whole === 'redirected') throw new FaultError({ kind: 'redirected', url });
  // Sent like a form, it goes out without a preflight.
  const simple = await knock(here, sent, new Headers({ 'content-type': 'text/plain' }));
  if (simple === 'redirected') throw new FaultError({ kind: 'redirected', url });
  const refused = await findRefused(here, sent, names, simple);
  if (refused === 'key') return { state: 'note', facts: { ...facts, reason: 'key-first' } };
  if (refused !== undefined) throw new FaultError({ kind: 'header-refused', url, header: refused });
  throw new FaultError(await closedFault(here));
}

/** The header that the preflight does not let pass; `key`: the key's refusal may be what cannot be read. */
async function findRefused(
  here: Examination,
  sent: Sent,
  names: readonly string[],
  simple: Answer,
): Promise<string | undefined> {
  const secrets = secretNames(here.at);
  const mayBeKey = secrets.size > 0 || here.at.quirks.hidesKeyRefusal === true;
  const type = sent.headers.get('content-type') ?? 'application/json';
  const plain = new Headers({ 'content-type': type });
  if ((await knock(here, sent, plain)) !== 'readable') {
    if (simple === 'readable') return 'content-type';
    return mayBeKey ? 'key' : undefined;
  }
  let isKey = false;
  for (const name of names) {
    if (name === 'content-type') continue;
    const isSecret = secrets.has(name);
    const headers = new Headers(plain);
    // Only the names stand in a preflight: with an empty value the server has no key to refuse.
    headers.set(name, isSecret ? '' : (sent.headers.get(name) ?? ''));
    if ((await knock(here, sent, headers)) === 'readable') isKey ||= isSecret;
    else if (isSecret && here.at.quirks.hidesKeyRefusal) isKey = true;
    else return name;
  }
  return isKey ? 'key' : undefined;
}

async function examineKey(here: Examination): Promise<Found> {
  const { at, provider, signal } = here;
  const sent = await recordRequest(here);
  if (!sent) return { state: 'skipped', facts: { reason: 'no-request' } };
  const hasKey = secretNames(at).size > 0;
  const { baseUrl: url } = at.connection;
  let isLoading = false;
  // Lists and versions are public at some servers, so what a chat answers has the last word.
  const asks = [
    () => provider.check(at, signal),
    () => provider.listModels(at, signal),
    () => askNothing(here, sent),
  ];
  for (const ask of asks) {
    const fault = await faultOf(ask, signal);
    switch (fault?.kind) {
      case 'key-wanted':
        throw new FaultError({ ...fault, url, wasSent: hasKey });
      case 'payment-wanted':
      case 'vault-locked':
        throw new FaultError(fault);
      case 'unreachable':
        throw new FaultError(await closedFault(here));
      case 'loading':
        isLoading = true;
        break;
      default: // the rungs above say it
    }
  }
  if (isLoading) return { state: 'note', facts: { reason: 'loading' } };
  return { state: 'good', facts: { key: hasKey ? 'accepted' : 'not-needed' } };
}

async function examineVersion({ at, provider, signal }: Examination): Promise<Found> {
  const { state, version } = await provider.check(at, signal);
  const facts = { ...(version === undefined ? {} : { version: version.slice(0, 60) }) };
  if (state === 'loading') return { state: 'note', facts: { ...facts, reason: 'loading' } };
  return { state: 'good', facts };
}

async function examineModels(here: Examination): Promise<Found> {
  const { at, ask, provider, signal } = here;
  let models: readonly Model[];
  try {
    models = await provider.listModels(at, signal);
  } catch (error) {
    if (faultFrom(error).kind !== 'loading') throw error;
    return { state: 'note', facts: { reason: 'loading' } };
  }
  const chosen = chooseModel(here, models);
  const count = models.length;
  if (!chosen) return { state: 'note', facts: { count, reason: 'empty' } };
  const isLoaded = models.find(({ name }) => name === chosen)?.loaded;
  const loaded = isLoaded === undefined ? 'unknown' : isLoaded ? 'yes' : 'no';
  const facts = { count, model: chosen, loaded };
  const isMissing =
    ask.model !== undefined && count > 0 && !models.some(({ name }) => name === ask.model);
  if (!isMissing) return { state: 'good', facts };
  return { state: 'note', facts: { ...facts, reason: 'model-missing' } };
}

/** The smallest chat that there is. It costs a load where the model is not loaded, and a little money at a cloud. */
async function examineFirstToken(here: Examination): Promise<Found> {
  const { at, ask, provider, signal } = here;
  const model = ask.model ?? chooseModel(here, await provider.listModels(at, signal));
  if (model === undefined) return { state: 'skipped', facts: { reason: 'no-model' } };
  const speak = (request: ChatRequest) =>
    within(firstTokenLimitMs, at.connection.baseUrl, signal, (limited) =>
      timeFirstToken(here, request, limited),
    );
  try {
    return await speak(smallest(model, { maxTokens: 8, thinking: 'off' }));
  } catch (error) {
    if (signal.aborted || !mayBeTooSmall.has(faultFrom(error).kind)) throw error;
    // Some models cannot do without thinking, and some take no limit as small as this.
    return await speak(smallest(model, { maxTokens: 64 }));
  }
}

const mayBeTooSmall: ReadonlySet<FaultKind> = new Set(['refused', 'unsupported']);

async function timeFirstToken(
  { at, provider }: Examination,
  asked: ChatRequest,
  signal: AbortSignal,
): Promise<Found> {
  const startedMs = monotonicMs();
  const enough = new AbortController();
  const facts = { model: asked.model };
  try {
    const both = AbortSignal.any([signal, enough.signal]);
    for await (const event of provider.streamChat(at, asked, both)) {
      const isToken = event.type === 'text-delta' || event.type === 'reasoning-delta';
      if (isToken && event.text !== '') {
        return { state: 'good', tookMs: Math.round(monotonicMs() - startedMs), facts };
      }
      // All that was allowed went into thoughts that are not shown.
      if (event.type === 'finish' && event.reason === 'length') {
        return { state: 'good', tookMs: Math.round(monotonicMs() - startedMs), facts };
      }
    }
    return { state: 'note', facts: { ...facts, reason: 'no-words' } };
  } finally {
    enough.abort();
  }
}

/** A model to talk to: the one that was asked for, a loaded one, the first; else one that was typed by hand. */
function chooseModel({ at, ask }: Examination, models: readonly Model[]): string | undefined {
  const { hiddenModels, addedModels } = at.connection;
  if (ask.model !== undefined) return ask.model;
  const chatting = models.filter(
    ({ name, abilities, categories }) =>
      !hiddenModels.includes(name) &&
      !/embed|whisper|rerank|moderation|tts/i.test(name) &&
      (abilities?.includes('completion') ?? true) &&
      (categories?.some((each) => each !== 'embedding' && each !== 'image') ?? true),
  );
  return (chatting.find(({ loaded }) => loaded) ?? chatting[0])?.name ?? addedModels[0];
}

function smallest(model: string, parameters: ChatRequest['parameters']): ChatRequest {
  const messages = [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }] as const;
  return { model, messages, parameters, continues: false };
}

type Sent = { readonly url: string; readonly method: string; readonly headers: Headers };

/** The request of a chat as the provider would send it, caught before it leaves. Undefined where none would. */
async function recordRequest(here: Examination): Promise<Sent | undefined> {
  const { at, provider, ask, signal } = here;
  const heard = new AbortController();
  let sent: Sent | undefined;
  const fetcher: typeof fetch = async (input, init) => {
    const { method = 'GET', headers } = init ?? {};
    const url = input instanceof Request ? input.url : String(input);
    sent ??= { url, method, headers: new Headers(headers) };
    heard.abort();
    throw heard.signal.reason;
  };
  // A browser's own model is spoken to without any request.
  if (at.connection.baseUrl.startsWith('browser:')) return undefined;
  const asked = smallest(ask.model ?? 'm', { maxTokens: 8 });
  const both = AbortSignal.any([signal, heard.signal]);
  const fault = await faultOf(async () => {
    const events = provider.streamChat({ ...at, fetcher }, asked, both);
    await events[Symbol.asyncIterator]().next();
  }, both);
  if (signal.aborted) throw signal.reason;
  if (!sent && fault) throw new FaultError(fault);
  return sent;
}

/** Names of the headers that carry secrets. */
function secretNames(at: Endpoint): ReadonlySet<string> {
  const headers = new Headers();
  at.authorize(headers);
  const plain = new Set(at.connection.headers.map(({ name }) => name.toLowerCase()));
  return new Set([...headers.keys()].filter((name) => !plain.has(name)));
}

type Answer = 'readable' | 'redirected' | 'closed';

/** The chat's address asked with nothing in the body: every server says no, and whether a page may read that is the point. */
async function knock(here: Examination, sent: Sent, headers: Headers): Promise<Answer> {
  const { at, signal } = here;
  const { baseUrl } = at.connection;
  const { fetcher = ownFetch } = at;
  return await within(requestTimeoutMs, baseUrl, signal, async (limited) => {
    try {
      const response = await fetcher(sent.url, {
        ...unsignedInit(baseUrl),
        method: sent.method,
        headers,
        redirect: 'manual',
        signal: limited,
        ...(sent.method === 'GET' ? {} : { body: '{}' }),
      });
      void response.body?.cancel();
      return isRedirect(response) ? 'redirected' : 'readable';
    } catch {
      if (limited.aborted) throw limited.reason;
      return 'closed';
    }
  });
}

/** The same, with the refusal read. */
async function askNothing({ at, signal }: Examination, sent: Sent): Promise<void> {
  const { fetcher } = at;
  const target = { connection: { baseUrl: sent.url }, ...(fetcher ? { fetcher } : {}) };
  const options = {
    method: sent.method,
    headers: Object.fromEntries(sent.headers),
    headersTimeoutMs: requestTimeoutMs,
    ...(sent.method === 'GET' ? {} : { json: {} }),
  };
  const response = await request(target, '', options, signal);
  void response.body?.cancel();
}

async function faultOf(
  work: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return signal.aborted ? undefined : faultFrom(error);
  }
}

/** Nothing readable came. Whether anything is there at all decides what that can mean. */
async function closedFault({ at, ask, signal }: Examination): Promise<Fault> {
  const { baseUrl: url } = at.connection;
  const answers = await within(requestTimeoutMs, url, signal, (limited) =>
    probeOpaque(url, at.fetcher ?? ownFetch, limited),
  );
  if (!answers) {
    const kind = zoneOf(url) === 'outside' ? 'unreachable' : 'not-listening';
    return { kind, url };
  }
  if (secretNames(at).size > 0) return { kind: 'key-or-network', url };
  if (at.quirks.hidesKeyRefusal) return { kind: 'key-wanted', url, wasSent: false };
  return { kind: 'cors-refused', url, pageOrigin: ask.pageOrigin ?? ownOrigin() };
}

function ownOrigin(): string {
  return globalThis.location?.origin ?? 'null';
}
