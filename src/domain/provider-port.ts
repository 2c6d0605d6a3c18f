/**
 * What the engine and a page say to each other over a lent port: a provider that lives in the page answers the engine.
 * Types only; what comes from the page is checked in `providers/over-port.ts`.
 */
import type { ChatRequest } from './chat-request.ts';
import type { Fault } from './fault.ts';
import type { Place } from './page-model.ts';
import type { StreamEvent } from './stream-event.ts';

/** `id` is the engine's, one per question; `abort` names the question that nobody waits for any more. */
type Question<Call, Stream> =
  | ({ type: 'call'; id: number } & Call)
  | ({ type: 'stream'; id: number } & Stream)
  | { type: 'abort'; id: number };

/** The model that the browser itself brings. */
export type BuiltInCall = { name: 'check' | 'list-models' };
/** `constraint`: a JSON schema that the answer is held to. */
export type BuiltInStream = { ask: ChatRequest; constraint?: object };
export type PortQuestion = Question<BuiltInCall, BuiltInStream>;

/** A model of the person's, or the guide, and how it is to be loaded. */
export type PageModelLoad = {
  model: string;
  place: Place;
  /** One load is for one of them: for vectors it takes other memory, and answers no chat. */
  purpose: 'chat' | 'embedding';
  /** As the person wants it, in tokens. Absent: what fits, up to a usual size. */
  contextLength?: number;
  /** Minutes without use after which it is let go; 0 never. */
  idleMinutes: number;
};

export type PageModelCall =
  | { name: 'check' | 'running' }
  | { name: 'details'; place: Place }
  | { name: 'load'; load: PageModelLoad }
  /** Answered with a list as long as the texts, each as llama-server answers one; or up to the first error in it. */
  | { name: 'embed'; load: PageModelLoad; texts: readonly string[] }
  | { name: 'unload'; model: string };
/** `body` is a chat completion's, as llama-server takes it: the page's engine reads the same. */
export type PageModelStream = { load: PageModelLoad; body: Record<string, unknown> };
export type PageModelQuestion = Question<PageModelCall, PageModelStream>;

export type PortAnswer =
  | { type: 'value'; id: number; value: unknown }
  | { type: 'event'; id: number; event: StreamEvent }
  /** One chunk of a chat completion, as JSON. */
  | { type: 'payload'; id: number; json: string }
  | { type: 'end'; id: number }
  | { type: 'fault'; id: number; fault: Fault };
