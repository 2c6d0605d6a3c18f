/**
 * What the engine and a page say to each other over a lent port: a provider that lives in the page answers the engine.
 * Types only; what comes from the page is checked in `providers/over-port.ts`.
 */
import type { ChatRequest } from './chat-request.ts';
import type { Fault } from './fault.ts';
import type { StreamEvent } from './stream-event.ts';

/** `id` is the engine's, one per question; `abort` names the question that nobody waits for any more. */
export type PortQuestion =
  | { type: 'call'; id: number; name: 'check' | 'list-models' }
  | { type: 'stream'; id: number; ask: ChatRequest }
  | { type: 'abort'; id: number };

export type PortAnswer =
  | { type: 'value'; id: number; value: unknown }
  | { type: 'event'; id: number; event: StreamEvent }
  | { type: 'end'; id: number }
  | { type: 'fault'; id: number; fault: Fault };
