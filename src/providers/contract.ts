/**
 * What a provider is: the code for one dialect. Types only. Presence is capability: `running` exists or it does not.
 * Nobody outside a provider's folder asks for its name.
 */
import type { ChatRequest } from '../domain/chat-request.ts';
import type { Connection, ProviderKind } from '../domain/connection.ts';
import type { Model } from '../domain/model.ts';
import type { Quirks } from '../domain/preset.ts';
import type { StreamEvent } from '../domain/stream-event.ts';

/** A connection as lent to one request. `authorize` adds the key and the secret headers, if any; they never leave it. */
export type Endpoint = {
  readonly connection: Connection;
  readonly authorize: (headers: Headers) => void;
  /** Absent: there is none. `left-out`: name and password of a proxy take the header it would travel in. */
  readonly key?: 'sent' | 'left-out';
  /** How this server differs from its dialect; empty for a server nothing is known of. */
  readonly quirks: Quirks;
  /** Ms until the headers of a reply, where the person set it; 0 no limit. Absent: the usual one. */
  readonly headersMs?: number;
  /** Silence in ms after the headers that ends a stream; 0 never. */
  readonly idleMs: number;
  /** Another fetch than the one of this thread. Never lent to a connection with a key. */
  readonly fetcher?: typeof fetch;
  /** What an open page lends, for providers that live in the browser. */
  readonly lent?: ProviderPort;
};

/** A provider on the other side of a port, in a page or a worker that a page owns. */
export type ProviderPort = {
  /** One value. */
  readonly call: (name: 'check' | 'list-models', signal: AbortSignal) => Promise<unknown>;
  readonly stream: (ask: ChatRequest, signal: AbortSignal) => AsyncIterable<StreamEvent>;
};

export type ServerState = { state: 'up' | 'loading'; version?: string };

export type Provider = {
  readonly kind: ProviderKind;
  /** The header a key travels in: one that the server's CORS rules let pass. `Quirks.keyHeader` goes before it. */
  readonly keyHeader: (key: string) => readonly [name: string, value: string];
  /** Headers that this dialect sends with each request besides content type and key, for the doctor's preflight. */
  readonly ownHeaders?: readonly string[];
  /** Throws `key-wanted`, `not-a-model-server`, or what made it unreachable. */
  readonly check: (at: Endpoint, signal: AbortSignal) => Promise<ServerState>;
  readonly listModels: (at: Endpoint, signal: AbortSignal) => Promise<readonly Model[]>;
  /** What a list leaves out (context length, abilities), asked for one model. */
  readonly describeModel?: (at: Endpoint, name: string, signal: AbortSignal) => Promise<Model>;
  readonly streamChat: (
    at: Endpoint,
    ask: ChatRequest,
    signal: AbortSignal,
  ) => AsyncIterable<StreamEvent>;
  /** Whether a cut reply can be continued by repeating its beginning as a trailing assistant message. */
  readonly canPrefill: (quirks: Quirks) => boolean;
  /** Present where the server keeps a stream under an id. */
  readonly resume?: {
    /** The kept stream from its start: the whole reply again as events. Throws `not-found` when the server no longer has it. */
    readonly replay: (
      at: Endpoint,
      resumeId: string,
      signal: AbortSignal,
    ) => AsyncIterable<StreamEvent>;
    /** Stops the generation on the server; aborting the request alone does not. */
    readonly stop: (at: Endpoint, resumeId: string, signal: AbortSignal) => Promise<void>;
  };
};
