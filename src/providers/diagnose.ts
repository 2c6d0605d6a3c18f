/**
 * Why a server cannot be reached, as far as a page can tell: a browser gives every cause the same bare error. Runs in
 * the page, without a key; all that it knows of the world comes in, so each rung is tested by itself.
 */
import { type Zone, zoneOf } from '../domain/address.ts';
import type { Browser } from '../domain/browser.ts';
import type { DoctorRung, RungFinding } from '../domain/doctor.ts';
import { type Fault, FaultError } from '../domain/fault.ts';
import { createAlarm, monotonicMs } from '../lib/timing.ts';
import { addressSpaceOf, probeOpaque, unsignedInit } from './http.ts';

export type PageFacts = {
  origin: string;
  protocol: string;
  isSecureContext: boolean;
  online: boolean;
  browser: Browser;
};

export type DiagnoseInput = {
  baseUrl: string;
  page: PageFacts;
  /** Undefined where the browser does not know the permission's name. */
  queryPermission: (name: string) => Promise<PermissionState | undefined>;
  fetcher: typeof fetch;
  signal: AbortSignal;
};

export type SurveyInput = DiagnoseInput & {
  /** What is read at the end; any answer to it will do, a refusal too. */
  readPath: string;
  /** Without a key an answer may be hidden from pages, and that says nothing yet. */
  mayHideKey: boolean;
  /** Whether the browser may ask the person now. */
  mayPrompt: boolean;
  /** Patience with a server that says nothing. */
  limitMs?: number;
};

type Reading = 'readable' | 'redirected' | 'closed';
type Climb = DiagnoseInput & {
  mayPrompt: boolean;
  limitMs: number;
  /** Absent: it is known that it cannot be read. */
  read?: (signal: AbortSignal) => Promise<Reading>;
};

/** A refused connection fails sooner than this (on Windows it takes two seconds); a prompt that is dismissed does not. */
const promptMs = 2_500;
const usualLimitMs = 10_000;
/** Firefox asks as well, but does not tell: somebody may be reading the question. */
const untoldPromptMs = 60_000;

/** The cause of a bare failure. */
export async function diagnose(input: DiagnoseInput): Promise<Fault> {
  for await (const { fault } of climb({ ...input, mayPrompt: true, limitMs: 0 })) {
    if (fault) return fault;
  }
  return { kind: 'cors-refused', url: input.baseUrl, pageOrigin: input.page.origin };
}

/**
 * Every rung that a page can examine by itself, in order; a rung may come again when more is known. The last one is bad
 * where the ladder stopped. Held at the permission where the browser would ask and must not.
 */
export async function* survey(input: SurveyInput): AsyncGenerator<RungFinding, void> {
  const { baseUrl: url, page, limitMs = usualLimitMs } = input;
  const read = (signal: AbortSignal) => readOpenly(input, signal);
  let reached = false;
  for await (const finding of climb({ ...input, limitMs, read })) {
    yield finding;
    if (finding.state === 'bad') return;
    reached = finding.rung === 'reachable' || (finding.rung === 'permission' && reached);
  }
  if (!reached) return;
  const startedMs = monotonicMs();
  const reading = await within(limitMs, url, input.signal, read);
  const tookMs = monotonicMs() - startedMs;
  if (reading === 'readable') yield { rung: 'readable', state: 'good', tookMs };
  else if (reading === 'redirected') yield bad('readable', { kind: 'redirected', url }, tookMs);
  else if (input.mayHideKey) {
    yield { rung: 'readable', state: 'note', tookMs, facts: { reason: 'key-first' } };
  } else {
    yield bad('readable', { kind: 'cors-refused', url, pageOrigin: page.origin }, tookMs);
  }
}

async function* climb(input: Climb): AsyncGenerator<RungFinding, void> {
  const { baseUrl: url, page, fetcher } = input;
  const zone = zoneOf(url);
  if (!page.online && zone === 'outside') {
    yield bad('online', { kind: 'offline' });
    return;
  }
  yield { rung: 'online', state: page.online ? 'good' : 'note' };
  // A page from a file has no origin to speak of.
  const pageZone = page.origin === 'null' ? 'device' : zoneOf(page.origin);
  // By its form: only a page from outside is asked for permission; one from this machine is exempt.
  const isGated = pageZone === 'outside' && zone !== 'outside';
  if (isGated && page.browser === 'chromium' && !page.isSecureContext) {
    yield bad('page', { kind: 'insecure-origin', url });
    return;
  }
  yield { rung: 'page', state: page.isSecureContext ? 'good' : 'note' };
  yield { rung: 'address', state: 'good', facts: { zone } };
  if (isMixedContent(url, zone, page)) {
    yield bad('mixed-content', { kind: 'mixed-content', url });
    return;
  }
  const isMixing = page.protocol === 'https:' && url.startsWith('http:');
  yield { rung: 'mixed-content', state: isMixing ? 'good' : 'skipped' };
  const before = isGated ? await permissionFor(zone, input) : undefined;
  if (before === 'denied') {
    yield bad('permission', { kind: 'local-network-denied', url });
    return;
  }
  const isHeld = before === 'prompt' && !input.mayPrompt;
  yield permission(isGated, before, isHeld);
  if (isHeld) return;
  const isAsking = before === 'prompt';
  const isUntold = isGated && before === undefined && input.limitMs > 0;
  const limitMs = isAsking ? 0 : isUntold ? untoldPromptMs : input.limitMs;
  const startedMs = monotonicMs();
  // Nothing stands between a page and its own origin, and only our service worker may answer in its stead.
  const isOwn = new URL(url).origin === page.origin;
  let answers: boolean;
  try {
    const read = async () =>
      input.read !== undefined &&
      (await within(limitMs, url, input.signal, input.read)) !== 'closed';
    const probe = (signal: AbortSignal) => probeOpaque(url, fetcher, signal);
    answers = isOwn ? await read() : await within(limitMs, url, input.signal, probe);
    // The probe has to follow redirects, and may have been sent to where nothing is. A dismissed question is not repeated.
    if (!answers && !isOwn && !isAsking) answers = await read();
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    yield bad('reachable', error.fault, monotonicMs() - startedMs);
    return;
  }
  const tookMs = monotonicMs() - startedMs;
  if (answers) {
    yield { rung: 'reachable', state: 'good', tookMs };
    if (isAsking) yield permission(true, await permissionFor(zone, input), false);
    return;
  }
  if (isOwn) {
    yield bad('reachable', { kind: 'not-listening', url }, tookMs);
    return;
  }
  yield await whyNot(input, { zone, pageZone, isGated, tookMs });
}

type Around = { zone: Zone; pageZone: Zone; isGated: boolean; tookMs: number };

/** Not even the opaque probe came through. */
async function whyNot(input: Climb, around: Around): Promise<RungFinding> {
  const { baseUrl: url, page, fetcher, signal } = input;
  const { zone, pageZone, isGated, tookMs } = around;
  if (zone !== 'outside') {
    const state = await permissionFor(zone, input);
    // A prompt that is dismissed leaves the state open, but took a person's time.
    const wasAsked = isGated && state === 'prompt' && tookMs > promptMs;
    if (state === 'denied' || wasAsked) {
      return bad('permission', { kind: 'local-network-denied', url });
    }
  }
  const isKeptOut = page.browser === 'chromium' && !page.isSecureContext;
  if (isKeptOut && pageZone !== zone && zone === 'device') {
    return bad('page', { kind: 'insecure-origin', url });
  }
  // Names that lead outside fail for more reasons than a page can tell apart.
  if (zone === 'outside') return bad('reachable', { kind: 'unreachable', url }, tookMs);
  const alternative = await findAlternative(url, fetcher, signal);
  const told = alternative === undefined ? {} : { alternative };
  return bad('reachable', { kind: 'not-listening', url, ...told }, tookMs);
}

function bad(rung: DoctorRung, fault: Fault, tookMs?: number): RungFinding {
  return { rung, state: 'bad', fault, ...(tookMs === undefined ? {} : { tookMs }) };
}

function permission(
  isGated: boolean,
  state: PermissionState | undefined,
  isHeld: boolean,
): RungFinding {
  const mark = isGated ? (state ?? 'unknown') : 'not-needed';
  const rung = 'permission';
  if (!isGated) return { rung, state: 'skipped', facts: { mark } };
  const facts = { mark, ...(isHeld ? { held: 1 } : {}) };
  return { rung, state: state === 'granted' ? 'good' : 'note', facts };
}

/** A redirect is not followed: where it leads is none of ours, and no key may go along. */
async function readOpenly(input: SurveyInput, signal: AbortSignal): Promise<Reading> {
  try {
    const response = await input.fetcher(`${input.baseUrl}${input.readPath}`, {
      ...unsignedInit(input.baseUrl),
      redirect: 'manual',
      signal,
    });
    void response.body?.cancel();
    return isRedirect(response) ? 'redirected' : 'readable';
  } catch {
    if (signal.aborted) throw signal.reason;
    return 'closed';
  }
}

/** Browsers hide its status behind a type of its own. */
export function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

/** Throws `no-answer` when it takes longer than `limitMs`; 0: as long as it takes. */
export async function within<Result>(
  limitMs: number,
  url: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (limitMs === 0) return await work(signal);
  const late = new AbortController();
  const alarm = createAlarm(limitMs, () => late.abort());
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (!late.signal.aborted) throw error;
    throw new FaultError({ kind: 'no-answer', waitedMs: limitMs }, { cause: url });
  } finally {
    alarm.clear();
  }
}

/** What each browser does with an http address on an https page. */
function isMixedContent(url: string, zone: Zone, page: PageFacts): boolean {
  if (page.protocol !== 'https:' || !url.startsWith('http:')) return false;
  switch (page.browser) {
    case 'safari':
      return true;
    case 'firefox':
    case 'other':
      return zone !== 'device';
    case 'chromium':
      return zone === 'outside' || (zone === 'network' && !isOpenToChromium(url, page));
  }
}

/** Private addresses and `.local` names are let through to the permission; other names where we annotate them. */
function isOpenToChromium(url: string, { protocol }: PageFacts): boolean {
  const { hostname } = new URL(url);
  const isLiteral = /^[\d.]+$|^\[/.test(hostname) || hostname.endsWith('.local');
  return isLiteral || addressSpaceOf(url, protocol) === 'local';
}

/** The newer, narrower name first; browsers of one year know only the common one. */
async function permissionFor(
  zone: Zone,
  { queryPermission }: Pick<DiagnoseInput, 'queryPermission'>,
): Promise<PermissionState | undefined> {
  const narrow = zone === 'device' ? 'loopback-network' : 'local-network';
  return (await queryPermission(narrow)) ?? (await queryPermission('local-network-access'));
}

/** Some servers bind one address family only: `localhost` fails and `127.0.0.1` works, or the reverse. */
async function findAlternative(
  baseUrl: string,
  fetcher: typeof fetch,
  signal: AbortSignal,
): Promise<string | undefined> {
  const url = new URL(baseUrl);
  const other = { localhost: '127.0.0.1', '127.0.0.1': 'localhost', '[::1]': '127.0.0.1' }[
    url.hostname
  ];
  if (other === undefined) return undefined;
  url.hostname = other;
  const alternative = url.href.replace(/\/+$/, '');
  return (await probeOpaque(alternative, fetcher, signal)) ? alternative : undefined;
}
