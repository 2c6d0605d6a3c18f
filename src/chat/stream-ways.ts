/**
 * The servers that may answer, asked one after the other until one does: the next only before anything was shown.
 * Before each request: inside the session's fence, an open vault, the person's limits, a place in the server's line.
 */
import { isFormatAbility } from '../domain/answer-format-kinds.ts';
import type { ChatRequest } from '../domain/chat-request.ts';
import type { Connection } from '../domain/connection.ts';
import { type Fault, FaultError, type FaultKind, faultFrom } from '../domain/fault.ts';
import { isPageKind } from '../domain/page-kinds.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import { costOf } from '../domain/usage.ts';
import { createAlarm } from '../lib/timing.ts';
import type { OpenWay, Way } from '../providers/way.ts';
import { estimateTokens } from './build-request.ts';
import type { Line } from './line.ts';
import type { LiveReply } from './live-reply.ts';
import { shows, streamTurn } from './stream-turn.ts';

export type WaysRun = {
  readonly live: LiveReply;
  readonly line: Line;
  readonly ways: readonly Way[];
  /** The session names no server: these were found. */
  readonly isFound: boolean;
  /** `replays`: the server still keeps this very stream and tells it again. */
  readonly ask: (open: OpenWay) => Promise<{ ask: ChatRequest; replays: boolean }>;
  /** Throws `outside-fence`. Asked anew before each request: the person may have closed the fence meanwhile. */
  readonly guard: (way: Pick<Way, 'zone' | 'connectionName'>) => Promise<void>;
  readonly whenUnlocked: (signal: AbortSignal) => Promise<void>;
  readonly onAttempt: (attempt: Attempt) => void;
  /** A server failed, and the next is asked. */
  readonly onPass: (way: Way, fault: Fault) => void;
};

/** A server as it was asked. */
export type Attempt = {
  readonly way: Way;
  readonly open: OpenWay;
  readonly ask: ChatRequest;
  readonly replays: boolean;
  /** Something came: this reply has reached its server. */
  hasAnswered: boolean;
  /** What its requests hold of the person's limits, until what they used is counted. */
  readonly leaves: (() => void)[];
};

/** After this long without headers, in ms, the words turn from connecting to what the server is likely doing. */
const silentStartMs = 1500;

export async function* streamWays(
  turn: WaysRun,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  for (const [at, way] of turn.ways.entries()) {
    const hasOther = at < turn.ways.length - 1;
    let isShown = false;
    try {
      for await (const event of streamOne(turn, way, hasOther, signal)) {
        isShown ||= shows(event);
        yield event;
      }
      return;
    } catch (error) {
      const fault = faultFrom(error);
      if (signal.aborted || isShown || !hasOther || !passes(fault)) throw error;
      turn.onPass(way, fault);
      turn.live.signal('retry');
    }
  }
}

/** Faults of one server, or of the way to it, that another may not have. */
const passable: ReadonlySet<FaultKind> = new Set([
  'offline',
  'unreachable',
  'no-answer',
  'not-a-model-server',
  'truncated',
  'busy',
  'loading',
  'rate-limited',
  'server-error',
  'model-missing',
  'key-wanted',
  'key-or-network',
  'payment-wanted',
  'vault-locked',
  'vault-damaged',
  'browser-lacks',
  'memory-short',
  'page-model-crashed',
  'limit-reached',
  'outside-fence',
  'connection-missing',
  'connection-off',
]);

function passes(fault: Fault): boolean {
  // The next server may be of a kind that takes the answer format.
  if (fault.kind === 'unsupported') return isFormatAbility(fault.ability);
  return passable.has(fault.kind);
}

/** Where its line is: a server's origin; of what runs in this browser each kind has its own. */
function placeOf({ baseUrl, kind }: Connection): string {
  return isPageKind(kind) ? baseUrl : new URL(baseUrl).origin;
}

async function* streamOne(
  turn: WaysRun,
  way: Way,
  hasOther: boolean,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const { live, line } = turn;
  const attempt = await begin(turn, way, hasOther, signal);
  const { open, ask, replays } = attempt;
  const { provider, endpoint, modelLoaded } = open;
  const leave = await line.enter(placeOf(endpoint.connection), live.setPlace, signal);
  const alarm = createAlarm(silentStartMs, () => {
    if (live.view().phase !== 'connecting') return;
    if (modelLoaded !== undefined) live.signal(modelLoaded ? 'reading' : 'loading');
  });
  let requests = 0;
  async function* request(of: AbortSignal): AsyncGenerator<StreamEvent, void> {
    requests += 1;
    if (requests > 1) await admit(turn, attempt, of);
    // It may have waited long: the vault may be locked by now, the key gone, the connection off or elsewhere.
    const now = await unlocked(turn, way, hasOther, of);
    await turn.guard({ zone: now.zone, connectionName: way.connectionName });
    yield* replays && provider.resume && ask.resumeId !== undefined
      ? provider.resume.replay(now.endpoint, ask.resumeId, of)
      : provider.streamChat(now.endpoint, ask, of);
  }
  try {
    live.signal('begin');
    const stream = {
      provider,
      endpoint,
      open: request,
      hasOther,
      onRetry: () => live.signal('retry'),
      onLoading: () => live.signal('loading'),
      onWait: live.setWaitsUntil,
    };
    for await (const event of streamTurn(stream, signal)) {
      attempt.hasAnswered = true;
      yield event;
    }
  } catch (error) {
    if (signal.aborted) throw error;
    throw new FaultError(open.explain(faultFrom(error)), { cause: error });
  } finally {
    alarm.clear();
    leave();
  }
}

/** All that comes before its place in line. */
async function begin(
  turn: WaysRun,
  way: Way,
  hasOther: boolean,
  signal: AbortSignal,
): Promise<Attempt> {
  await turn.guard(way);
  const open = await unlocked(turn, way, hasOther, signal);
  const { model, connectionName } = way;
  turn.live.setAnswerer({ model, connectionName, dialect: open.provider.kind }, turn.isFound);
  await turn.guard({ zone: open.zone, connectionName });
  const attempt: Attempt = {
    way,
    open,
    ...(await turn.ask(open)),
    hasAnswered: false,
    leaves: [],
  };
  turn.onAttempt(attempt);
  await admit(turn, attempt, signal);
  return attempt;
}

/** A locked vault is waited for in place, unless another server can be asked. */
async function unlocked(
  { live, whenUnlocked }: WaysRun,
  way: Way,
  hasOther: boolean,
  signal: AbortSignal,
): Promise<OpenWay> {
  for (;;) {
    try {
      return await way.open();
    } catch (error) {
      if (faultFrom(error).kind !== 'vault-locked' || hasOther) throw error;
      live.setWants('unlock');
      await whenUnlocked(signal);
      live.setWants(undefined);
    }
  }
}

async function admit({ live }: WaysRun, attempt: Attempt, signal: AbortSignal): Promise<void> {
  if (attempt.replays) return; // asked for and counted before
  const { ask, open, leaves } = attempt;
  const tokens = estimateTokens(ask);
  const cost = costOf({ promptTokens: tokens }, open.known?.price) ?? 0;
  const request = { messageId: live.message.id, tokens, cost };
  leaves.push(await open.admit(request, live.setWaitsUntil, signal));
}
