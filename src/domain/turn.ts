/**
 * The closed state machine of one turn: the only way its phase changes. Phases live in flight; of the ends,
 * only the message's status is stored.
 */
import type { Fault } from './fault.ts';
import type { MessageId, SessionId } from './message.ts';
import type { ModelRef } from './model.ts';

export const livePhases = [
  'waiting',
  'connecting',
  'loading',
  'reading',
  'thinking',
  'writing',
] as const;
export const endPhases = ['done', 'stopped', 'interrupted', 'failed'] as const;
export type LivePhase = (typeof livePhases)[number];
export type EndPhase = (typeof endPhases)[number];
export type Phase = LivePhase | EndPhase;

export type TurnSignal =
  /** Its place in the line came up. */
  | 'begin'
  /** The server says, or its silence after headers means, that the model is being loaded. */
  | 'loading'
  /** The prompt is being read. */
  | 'reading'
  | 'reasoning'
  | 'text'
  | 'finish'
  | 'stop'
  | 'fault'
  /** The owner went away. */
  | 'orphan'
  /** The request failed before its first byte and goes out once more. */
  | 'retry';

const table: Record<LivePhase, Partial<Record<TurnSignal, Phase>>> = {
  waiting: {
    begin: 'connecting',
    stop: 'stopped',
    fault: 'failed',
    orphan: 'interrupted',
  },
  connecting: {
    retry: 'connecting',
    loading: 'loading',
    reading: 'reading',
    reasoning: 'thinking',
    text: 'writing',
    finish: 'done',
    stop: 'stopped',
    fault: 'failed',
    orphan: 'interrupted',
  },
  loading: {
    retry: 'connecting',
    loading: 'loading',
    reading: 'reading',
    reasoning: 'thinking',
    text: 'writing',
    finish: 'done',
    stop: 'stopped',
    fault: 'failed',
    orphan: 'interrupted',
  },
  reading: {
    retry: 'connecting',
    loading: 'loading',
    reading: 'reading',
    reasoning: 'thinking',
    text: 'writing',
    finish: 'done',
    stop: 'stopped',
    fault: 'failed',
    orphan: 'interrupted',
  },
  thinking: {
    reading: 'thinking',
    reasoning: 'thinking',
    text: 'writing',
    finish: 'done',
    stop: 'stopped',
    fault: 'failed',
    orphan: 'interrupted',
  },
  writing: {
    reading: 'writing',
    reasoning: 'thinking',
    text: 'writing',
    finish: 'done',
    stop: 'stopped',
    fault: 'failed',
    orphan: 'interrupted',
  },
};

export function isEnd(phase: Phase): phase is EndPhase {
  return (endPhases as readonly Phase[]).includes(phase);
}

/** The phase after a signal, or `undefined` where the machine has no such step (an end takes no signal). */
export function nextPhase(phase: Phase, signal: TurnSignal): Phase | undefined {
  return isEnd(phase) ? undefined : table[phase][signal];
}

/** A turn in flight as every tab sees it. Instants are epoch ms. */
export type TurnView = {
  sessionId: SessionId;
  messageId: MessageId;
  phase: Phase;
  /** When this phase began. */
  phaseAt: number;
  startedAt: number;
  /** Place in the line of its server, from 1; only while waiting. */
  place?: number;
  /** 0 to 1, where the server tells. */
  fraction?: number;
  leftMs?: number;
  tokensPerSecond?: number;
  /** What the person can do so that it goes on. */
  wants?: 'unlock';
  /** It waits for a limit of the person's own until this instant. */
  waitsUntil?: number;
  /** What is asked. */
  model?: ModelRef;
  /** Who answers, where the session names no server. */
  connectionName?: string;
  /** Trouble beside the stream: the text cannot be stored for now, and is tried again. */
  fault?: Fault;
};
