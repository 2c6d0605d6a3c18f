/**
 * One turn from its place in line to its stored reply: received text goes to the pages at once and to the journal at
 * most 250 ms behind the wire, and whatever happens, what was received is kept and marked for what it is.
 */
import type { ChatRequest } from '../domain/chat-request.ts';
import type { StreamFeature } from '../domain/connection.ts';
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { Message, Status } from '../domain/message.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import { createAlarm, delay } from '../lib/timing.ts';
import type { Endpoint, Provider } from '../providers/contract.ts';
import { createRepeatFilter } from '../providers/repeated-start.ts';
import { estimateTokens, isContextCut } from './build-request.ts';
import type { ChatStore } from './chat-store.ts';
import { createJournaling } from './journaling.ts';
import type { Line } from './line.ts';
import type { LiveReply, Piece } from './live-reply.ts';
import { streamTurn } from './stream-turn.ts';

/** What a turn needs to know of where it goes. */
export type TurnRoute = {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  /** Whether the server has the model in memory, as far as its list tells. */
  readonly modelLoaded: boolean | undefined;
};

export type TurnRun = {
  readonly live: LiveReply;
  readonly store: Pick<ChatStore, 'turns' | 'journal' | 'messages'>;
  readonly line: Line;
  /** Finds the way and builds what is asked; throws the fault that stands in the way. */
  readonly prepare: () => Promise<{ route: TurnRoute; ask: ChatRequest; replays: boolean }>;
  readonly onPiece: (piece: Piece) => void;
  readonly onFeatureRefused: (feature: StreamFeature) => void;
  readonly onContact: (fault: Fault | undefined) => void;
  /** The storage is closed under this engine: nothing more can be kept, and the next owner finds the journal. */
  readonly closed: AbortSignal;
};

/** A stop by the person, told apart from every other abort. */
export const stopReason = new DOMException('stopped by the person', 'AbortError');

/** After this long without headers, in ms, the words turn from connecting to what the server is likely doing. */
const silentStartMs = 1500;

/** Resolves with the message as it was stored, or as it should have been where storing failed. Never rejects. */
export async function runTurn(turn: TurnRun, stop: AbortSignal): Promise<Message> {
  const { live, store } = turn;
  const signal = AbortSignal.any([stop, turn.closed]);
  const journaling = createJournaling(store.journal, live.message.id, live.setFault);
  let fault: Fault | undefined;
  let status: Status = 'done';
  let cut: Message['contextCut'];
  try {
    const { route, ask, replays } = await turn.prepare();
    const skip = replays ? createSkip(live) : undefined;
    for await (const event of received(turn, route, ask, replays, signal)) {
      const fresh = skip ? skip(event) : event;
      if (!fresh) continue;
      if (fresh.type === 'feature-refused') turn.onFeatureRefused(fresh.feature);
      const piece = live.take(fresh);
      if (!piece) continue;
      turn.onPiece(piece);
      journaling.add(piece);
    }
    live.signal('finish');
    turn.onContact(undefined);
    const estimated = estimateTokens(ask);
    const counted = live.reply().usage?.promptTokens;
    if (counted !== undefined && isContextCut(estimated, counted)) {
      cut = { estimatedTokens: estimated, countedTokens: counted };
    }
  } catch (error) {
    if (turn.closed.aborted) {
      status = 'interrupted';
      live.signal('orphan');
    } else if (signal.aborted && signal.reason === stopReason) {
      status = 'stopped';
      live.signal('stop');
    } else {
      fault = faultFrom(error);
      status = isCutOff(fault) && hasText(live) ? 'interrupted' : 'failed';
      live.signal(status === 'failed' ? 'fault' : 'orphan');
      turn.onContact(fault);
    }
  }
  await journaling.close();
  const message: Message = {
    ...live.finished(status, fault),
    ...(cut === undefined ? {} : { contextCut: cut }),
  };
  await keepStoring(turn, message);
  return message;
}

async function* received(
  turn: TurnRun,
  route: TurnRoute,
  ask: ChatRequest,
  replays: boolean,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const { live, line } = turn;
  const { provider, endpoint } = route;
  const { origin } = new URL(endpoint.connection.baseUrl);
  const leave = await line.enter(origin, live.setPlace, signal);
  const alarm = createAlarm(silentStartMs, () => {
    if (live.view().phase !== 'connecting') return;
    if (route.modelLoaded !== undefined) live.signal(route.modelLoaded ? 'reading' : 'loading');
  });
  try {
    live.signal('begin');
    yield* streamTurn(
      {
        provider,
        endpoint,
        open: (of) =>
          replays && provider.resume && ask.resumeId !== undefined
            ? provider.resume.replay(endpoint, ask.resumeId, of)
            : provider.streamChat(endpoint, ask, of),
        onRetry: () => live.signal('retry'),
        onLoading: () => live.signal('loading'),
      },
      signal,
    );
  } finally {
    alarm.clear();
    leave();
  }
}

/**
 * A replay tells the kept stream again: what is here already is passed over. Where that stream was a continuation, the
 * text before its seam comes only if the server repeated it, and then perhaps without its last blanks.
 */
function createSkip(live: LiveReply): (event: StreamEvent) => StreamEvent | undefined {
  const known = live.reply().text;
  const seam = live.message.seams?.at(-1) ?? 0;
  const repeated = createRepeatFilter(known.slice(0, seam));
  let text = known.length - seam;
  let reasoning = live.reply().reasoning.length;
  return (event) => {
    if (event.type === 'text-delta') {
      const own = repeated.push(event.text);
      const rest = own.slice(text);
      text = Math.max(0, text - own.length);
      return rest === '' ? undefined : { ...event, text: rest };
    }
    if (event.type === 'reasoning-delta') {
      const rest = event.text.slice(reasoning);
      reasoning = Math.max(0, reasoning - event.text.length);
      return rest === '' ? undefined : { ...event, text: rest };
    }
    return event;
  };
}

/** A disk that is full now may have room soon: the text stays in memory and on screen, and is tried again. */
async function keepStoring(turn: TurnRun, message: Message): Promise<void> {
  for (let waitMs = 0; !turn.closed.aborted; waitMs = Math.min(30_000, waitMs * 2 || 2000)) {
    try {
      if (waitMs > 0) await delay(waitMs, turn.closed);
      await turn.store.turns.finish(message);
      return;
    } catch (error) {
      if (!turn.closed.aborted) turn.live.setFault(faultFrom(error));
    }
  }
}

function hasText(live: LiveReply): boolean {
  const { text, reasoning } = live.reply();
  return text !== '' || reasoning !== '';
}

/** Faults that end a stream under way: what came before them is good, and can be continued. */
function isCutOff(fault: Fault): boolean {
  return (['truncated', 'idle', 'unreachable', 'stream-error', 'unreadable'] as const).some(
    (kind) => kind === fault.kind,
  );
}
