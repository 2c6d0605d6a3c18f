/**
 * A reply in flight: what has been received, its phase, and its clock. Every event goes through `take`, and the phase
 * changes only by the table of `domain/turn.ts`.
 */
import type { Fault } from '../domain/fault.ts';
import type { Message, Part, Timings } from '../domain/message.ts';
import { reasoningOf, textOf } from '../domain/message-text.ts';
import type { ModelRef } from '../domain/model.ts';
import { applyEvent, emptyReply, partsOf, type Reply } from '../domain/reply.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import { isEnd, nextPhase, type Phase, type TurnSignal, type TurnView } from '../domain/turn.ts';
import { monotonicMs, nowAt } from '../lib/timing.ts';

export type Piece = { reasoning: string; text: string };

/** Who is asked. */
export type Answerer = {
  readonly model: ModelRef;
  readonly connectionName: string;
  /** The kind of its provider. */
  readonly dialect: string;
};

export type LiveReply = {
  /** The row, with who was asked last. */
  readonly message: Message;
  readonly reply: () => Reply;
  readonly view: () => TurnView;
  /** Applies an event; gives what it adds to the text, if anything. */
  readonly take: (event: StreamEvent) => Piece | undefined;
  readonly signal: (signal: TurnSignal) => void;
  readonly setPlace: (place: number) => void;
  /** From now on this one is asked. `isFound`: the session names no server, so people are told. */
  readonly setAnswerer: (answerer: Answerer, isFound: boolean) => void;
  /** What the person can do so that it goes on. */
  readonly setWants: (wants: TurnView['wants']) => void;
  /** Until when it waits by itself, epoch ms. */
  readonly setWaitsUntil: (until: number | undefined) => void;
  /** Trouble beside the stream, such as a full disk; `undefined` when it is over. */
  readonly setFault: (fault: Fault | undefined) => void;
  /** The message as it is stored at its end. */
  readonly finished: (status: Message['status'], fault: Fault | undefined) => Message;
};

/** A stop by the person, told apart from every other abort. */
export const stopReason = new DOMException('stopped by the person', 'AbortError');

const signalByEvent: Partial<Record<StreamEvent['type'], TurnSignal>> = {
  'reasoning-delta': 'reasoning',
  'text-delta': 'text',
};

/** The speed changes with every token; the pages hear of it this often, in ms. */
const speedEveryMs = 1000;

/** `stored` is the row: when it already has text, the reply is a continuation of it. */
export function createLiveReply(stored: Message, onChange: (view: TurnView) => void): LiveReply {
  let message = stored;
  let dialect: string | undefined;
  const earlier: Reply = {
    ...emptyReply,
    text: textOf(message),
    reasoning: reasoningOf(message),
  };
  let reply = earlier;
  let begunMs = monotonicMs();
  let firstMs: number | undefined;
  let thinkingFromMs: number | undefined;
  let thoughtMs = message.timings?.reasoningMs ?? 0;
  let toldSpeedMs = Number.NEGATIVE_INFINITY;
  let view: TurnView = {
    sessionId: message.sessionId,
    messageId: message.id,
    phase: 'waiting',
    phaseAt: nowAt(),
    startedAt: nowAt(),
  };

  function change(next: Partial<TurnView>): void {
    view = { ...view, ...next };
    onChange(view);
  }

  function enter(phase: Phase): void {
    if (phase === view.phase) return;
    const { place: _place, fraction: _fraction, leftMs: _leftMs, ...rest } = view;
    view = { ...rest, phase, phaseAt: nowAt() };
    onChange(view);
  }

  function countThinking(): void {
    if (thinkingFromMs === undefined) return;
    thoughtMs += monotonicMs() - thinkingFromMs;
    thinkingFromMs = undefined;
  }

  function signal(of: TurnSignal): void {
    if (of === 'begin' || of === 'retry') begunMs = monotonicMs();
    const next = nextPhase(view.phase, of);
    if (next !== undefined) enter(next);
    if (isEnd(view.phase)) countThinking();
  }

  function takeText(
    event: Extract<StreamEvent, { type: 'text-delta' | 'reasoning-delta' }>,
  ): Piece {
    firstMs ??= monotonicMs() - begunMs;
    if (event.type === 'reasoning-delta') {
      thinkingFromMs ??= monotonicMs();
      return { reasoning: event.text, text: '' };
    }
    countThinking();
    return { reasoning: '', text: event.text };
  }

  function timings(): Timings {
    return {
      ...reply.timings,
      ...(firstMs === undefined ? {} : { firstTokenMs: Math.round(firstMs) }),
      totalMs: Math.round(monotonicMs() - begunMs),
      ...(thoughtMs > 0 ? { reasoningMs: Math.round(thoughtMs) } : {}),
    };
  }

  /** Opaque blocks of this dialect and model; those before a seam stay before the new ones. */
  function replay(): Pick<Message, 'replay'> {
    const { model, replay: before, parts } = message;
    if (dialect === undefined || model === undefined) return {};
    const isSame = before?.dialect === dialect && before.model === model.name;
    const blocks = [...(isSame && parts.length > 0 ? before.blocks : []), ...reply.opaque];
    return blocks.length === 0 ? {} : { replay: { dialect, model: model.name, blocks } };
  }

  return {
    get message() {
      return message;
    },
    reply: () => reply,
    view: () => view,
    signal,
    take: (event) => {
      reply = applyEvent(reply, event);
      if (event.type === 'progress') {
        signal(event.stage === 'loading' ? 'loading' : 'reading');
        const { fraction, leftMs } = event;
        if (fraction !== undefined)
          change({ fraction, ...(leftMs === undefined ? {} : { leftMs }) });
        return undefined;
      }
      if (event.type === 'timings' && event.timings.tokensPerSecond !== undefined) {
        const tokensPerSecond = Math.round(event.timings.tokensPerSecond * 10) / 10;
        if (monotonicMs() - toldSpeedMs >= speedEveryMs) {
          toldSpeedMs = monotonicMs();
          change({ tokensPerSecond });
        }
        return undefined;
      }
      if (event.type === 'text-delta' || event.type === 'reasoning-delta') {
        const piece = takeText(event);
        const of = signalByEvent[event.type];
        if (of) signal(of);
        return piece;
      }
      return undefined;
    },
    setPlace: (place) => {
      if (place !== view.place) change({ place });
    },
    setAnswerer: ({ model, connectionName, dialect: spoken }, isFound) => {
      dialect = spoken;
      message = { ...message, model, connectionName };
      const { connectionId, name } = view.model ?? {};
      if (connectionId === model.connectionId && name === model.name) return;
      change({ model, ...(isFound ? { connectionName } : {}) });
    },
    setWants: (wants) => {
      const { wants: _wants, ...rest } = view;
      view = rest;
      change(wants === undefined ? {} : { wants });
    },
    setWaitsUntil: (until) => {
      const { waitsUntil: _until, ...rest } = view;
      view = rest;
      change(until === undefined ? {} : { waitsUntil: until });
    },
    setFault: (fault) => {
      const { fault: _fault, ...rest } = view;
      view = rest;
      change(fault === undefined ? {} : { fault });
    },
    finished: (status, fault) => {
      countThinking();
      const parts: Part[] = [
        ...message.parts.filter((part) => part.type === 'image' || part.type === 'file'),
        ...partsOf(reply, thoughtMs > 0 ? Math.round(thoughtMs) : undefined),
      ];
      const { fault: _fault, finish: _finish, usage: _usage, replay: _replay, ...kept } = message;
      return {
        ...kept,
        parts,
        status,
        finishedAt: nowAt(),
        timings: timings(),
        ...replay(),
        ...(reply.usage === undefined ? {} : { usage: reply.usage }),
        ...(reply.finish === undefined ? {} : { finish: reply.finish }),
        ...(fault === undefined ? {} : { fault }),
      };
    },
  };
}
