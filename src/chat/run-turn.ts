/**
 * One turn from its place in line to its stored reply: received text goes to the pages at once and to the journal at
 * most 250 ms behind the wire, and whatever happens, what was received is kept and marked for what it is.
 */
import type { StreamFeature } from '../domain/connection.ts';
import { type Fault, type FaultKind, faultFrom } from '../domain/fault.ts';
import type { Message, Status } from '../domain/message.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import { delay } from '../lib/timing.ts';
import { createRepeatFilter } from '../providers/repeated-start.ts';
import { estimateTokens, isContextCut } from './build-request.ts';
import type { ChatStore } from './chat-store.ts';
import { createJournaling } from './journaling.ts';
import { type LiveReply, type Piece, stopReason } from './live-reply.ts';
import { type Attempt, streamWays, type WaysRun } from './stream-ways.ts';
import { usageOf } from './usage-of.ts';

export type TurnRun = Omit<WaysRun, 'ways' | 'onAttempt' | 'onPass'> & {
  readonly live: LiveReply;
  readonly store: Pick<ChatStore, 'turns' | 'journal' | 'messages' | 'usage'>;
  /** The reply had text before, and goes on. */
  readonly continues: boolean;
  /** Finds the servers that may answer; throws the fault that stands in the way. */
  readonly findWays: () => Promise<WaysRun['ways']>;
  readonly onPiece: (piece: Piece) => void;
  readonly onFeatureRefused: (connectionId: string, feature: StreamFeature) => void;
  /** A server answered to the end, or failed. */
  readonly onContact: (connectionId: string, fault: Fault | undefined) => void;
  /** The storage is closed under this engine: nothing more can be kept, and the next owner finds the journal. */
  readonly closed: AbortSignal;
};

/** Resolves with the message as it was stored, or as it should have been where storing failed. Never rejects. */
export async function runTurn(turn: TurnRun, stop: AbortSignal): Promise<Message> {
  const { live, store } = turn;
  const signal = AbortSignal.any([stop, turn.closed]);
  const journaling = createJournaling(store.journal, live.message.id, live.setFault);
  const startChars = charsOf(live);
  const attempts: Attempt[] = [];
  let fault: Fault | undefined;
  let status: Status = 'done';
  let cut: Message['contextCut'];
  try {
    for await (const event of received(turn, attempts, signal)) {
      const piece = live.take(event);
      if (!piece) continue;
      turn.onPiece(piece);
      journaling.add(piece);
    }
    live.signal('finish');
    const last = attempts.at(-1);
    if (last) {
      turn.onContact(last.way.model.connectionId, undefined);
      cut = cutOf(live, last);
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
      const last = attempts.at(-1);
      if (last) turn.onContact(last.way.model.connectionId, fault);
    }
  }
  await journaling.close();
  const message: Message = {
    ...live.finished(status, fault),
    ...(cut === undefined ? {} : { contextCut: cut }),
  };
  await keepStoring(turn, message);
  await countUsage(turn, attempts, message, startChars);
  return message;
}

/** The events of the server that answers, without what a replay tells again. */
async function* received(
  turn: TurnRun,
  attempts: Attempt[],
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const { live } = turn;
  let skip: ReturnType<typeof createSkip> | undefined;
  const ways = await turn.findWays();
  const onAttempt = (attempt: Attempt): void => {
    attempts.push(attempt);
    if (turn.isFound) noteAnswerer(turn);
    skip = attempt.replays ? createSkip(live) : undefined;
  };
  const onPass: WaysRun['onPass'] = (way, fault) => turn.onContact(way.model.connectionId, fault);
  for await (const event of streamWays({ ...turn, ways, onAttempt, onPass }, signal)) {
    const fresh = skip ? skip(event) : event;
    if (!fresh) continue;
    const connectionId = attempts.at(-1)?.way.model.connectionId;
    if (fresh.type === 'feature-refused' && connectionId !== undefined)
      turn.onFeatureRefused(connectionId, fresh.feature);
    yield fresh;
  }
}

/** Kept before anything comes, so that a reply found without its owner says whom it was asked of. */
function noteAnswerer({ live, store }: TurnRun): void {
  const { id, model, connectionName } = live.message;
  // Told again at the end; a message removed meanwhile needs no answer.
  store.messages.update(id, { model, connectionName }).catch(() => undefined);
}

function cutOf(live: LiveReply, { ask }: Attempt): Message['contextCut'] {
  const estimatedTokens = estimateTokens(ask);
  const countedTokens = live.reply().usage?.promptTokens;
  return countedTokens !== undefined && isContextCut(estimatedTokens, countedTokens)
    ? { estimatedTokens, countedTokens }
    : undefined;
}

/** Of a reply that reached its server. What cannot be written is lost to the statistics and to nothing else. */
async function countUsage(
  { live, store, continues }: TurnRun,
  attempts: readonly Attempt[],
  message: Message,
  startChars: number,
): Promise<void> {
  const last = attempts.at(-1);
  try {
    if (last?.hasAnswered) {
      const row = usageOf(message, live, last, last.replays ? 0 : startChars);
      await store.usage.put(row, continues && !last.replays);
    }
  } catch (error) {
    live.setFault(faultFrom(error));
  } finally {
    for (const leave of attempts.flatMap(({ leaves }) => leaves)) leave();
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

function charsOf(live: LiveReply): number {
  const { text, reasoning } = live.reply();
  return text.length + reasoning.length;
}

function hasText(live: LiveReply): boolean {
  return charsOf(live) > 0;
}

/** Faults that end a stream under way: what came before them is good, and can be continued. */
const cutOffs: ReadonlySet<FaultKind> = new Set([
  'truncated',
  'idle',
  'unreachable',
  'stream-error',
  'unreadable',
  'page-model-crashed',
]);

function isCutOff(fault: Fault): boolean {
  return cutOffs.has(fault.kind);
}
