/**
 * What a provider is: the code for one dialect. Types only. Presence is capability: `running` exists or it does not.
 * Nobody outside a provider's folder asks for its name.
 */
import type { ChatRequest } from '../domain/chat-request.ts';
import type { Connection, ProviderKind } from '../domain/connection.ts';
import type { ModelRecipe } from '../domain/job.ts';
import type { Model } from '../domain/model.ts';
import type { LoadedModel, ModelDetails } from '../domain/model-details.ts';
import type { ModelFiles } from '../domain/model-files.ts';
import type { PageModel, Place } from '../domain/page-model.ts';
import type { Quirks } from '../domain/preset.ts';
import type {
  BuiltInCall,
  BuiltInStream,
  PageModelCall,
  PageModelStream,
} from '../domain/provider-port.ts';
import type { Recommendation } from '../domain/recommendation.ts';
import type {
  Adapter,
  RouterEvent,
  RouterModel,
  ServerProps,
  SlotAction,
  SlotOutcome,
  SlotState,
  TokenPiece,
  Told,
} from '../domain/server-panel.ts';
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
  /** The models that this browser keeps, for the provider that runs them. */
  readonly models?: PageModels;
  /** Minutes after which such a model is let go, as in the settings. */
  readonly idleMinutes?: number;
};

/** The store of models in this browser, as lent to their provider. */
export type PageModels = {
  readonly list: () => Promise<readonly PageModel[]>;
  /** Of one that is wholly here. */
  readonly place: (name: string) => Promise<Place | undefined>;
  /** Notes that it was just loaded. */
  readonly used: (name: string) => Promise<void>;
  /** For jobs on them. Throws `no-model-store` where this browser keeps no files. */
  readonly store: () => Promise<PageModelStore>;
};

/** Rows and bytes of the models in this browser. */
export type PageModelStore = {
  readonly list: () => Promise<readonly PageModel[]>;
  readonly get: (name: string) => Promise<PageModel | undefined>;
  readonly put: (model: PageModel) => Promise<void>;
  /** The row first: bytes that are left over are swept at the next start. */
  readonly remove: (name: string) => Promise<void>;
  readonly files: ModelFiles;
  /** Where the hub is. Throws where the house does not allow it. */
  readonly hubUrl: () => Promise<string>;
};

/** A provider on the other side of a port, in a page or a worker that a page owns. */
export type ProviderPort = {
  /** One value. */
  readonly call: (call: BuiltInCall | PageModelCall, signal: AbortSignal) => Promise<unknown>;
  readonly stream: (ask: BuiltInStream, signal: AbortSignal) => AsyncIterable<StreamEvent>;
  /** Events of the way there, and chunks of a chat completion as JSON texts. */
  readonly run: (ask: PageModelStream, signal: AbortSignal) => AsyncIterable<StreamEvent | string>;
};

export type ServerState = { state: 'up' | 'loading'; version?: string };

/** One word of a running pull, push or create, as the server says it. Bytes. */
export type JobStep = {
  readonly status: string;
  /** The layer it is about. */
  readonly digest?: string;
  readonly completed?: number;
  readonly total?: number;
};

/** A file of a model as it was picked: read from where it lies. */
export type GivenFile = { readonly name: string; readonly blob: Blob };

/** Long work on a server's models. The streams end well only after the server's own success; an error in them is thrown. */
export type ModelJobs = Partial<ModelBuilding> & {
  readonly pull: (at: Endpoint, name: string, signal: AbortSignal) => AsyncIterable<JobStep>;
  readonly remove: (at: Endpoint, name: string, signal: AbortSignal) => Promise<void>;
  /** Where files are kept as they are: one, or all parts of a model that was split. */
  readonly takeIn?: (
    at: Endpoint,
    name: string,
    files: readonly GivenFile[],
    signal: AbortSignal,
  ) => AsyncIterable<JobStep>;
};

/** What a server has that makes models of others, and sends them on: all of it or nothing. */
export type ModelBuilding = {
  readonly push: (at: Endpoint, name: string, signal: AbortSignal) => AsyncIterable<JobStep>;
  readonly create: (
    at: Endpoint,
    name: string,
    recipe: ModelRecipe,
    signal: AbortSignal,
  ) => AsyncIterable<JobStep>;
  readonly copy: (at: Endpoint, from: string, to: string, signal: AbortSignal) => Promise<void>;
  /** `digest` is `sha256:` and 64 hex digits. */
  readonly hasBlob: (at: Endpoint, digest: string, signal: AbortSignal) => Promise<boolean>;
  readonly putBlob: (
    at: Endpoint,
    digest: string,
    blob: Blob,
    signal: AbortSignal,
    /** Hears how much is out, where the way there can tell: never for a connection with a key. */
    onSent?: (sentBytes: number) => void,
  ) => Promise<void>;
};

/** Texts to be made into vectors. */
export type EmbedAsk = { readonly model: string; readonly texts: readonly string[] };

/** One vector for each text, in the order of the texts. */
export type Embedded = {
  readonly vectors: readonly (readonly number[])[];
  /** Of all texts together, where the server counts. */
  readonly tokens?: number;
};

/** Which models a server holds in memory, and holding them there or not. */
export type ModelMemory = {
  readonly list: (at: Endpoint, signal: AbortSignal) => Promise<readonly LoadedModel[]>;
  /** Resolves when it is loaded, however long that takes. */
  readonly load: (
    at: Endpoint,
    name: string,
    how: { keepAlive?: string; contextLength?: number },
    signal: AbortSignal,
  ) => Promise<void>;
  readonly unload: (at: Endpoint, name: string, signal: AbortSignal) => Promise<void>;
};

/** What a router says by itself: a change of one model, or that its list is another one now. */
export type RouterNews = Omit<RouterEvent, 'id' | 'at'> & Pick<RouterModel, 'fraction' | 'stage'>;

/**
 * What a server tells of itself while it runs, and what of it can be changed from here. `model` picks one behind a
 * router, which is never loaded just to be asked. What a flag has to enable comes back as `off`; other failures throw.
 */
export type PanelPort = {
  readonly overview: (
    at: Endpoint,
    signal: AbortSignal,
  ) => Promise<
    | { mode: 'single'; props: ServerProps }
    | { mode: 'router'; build?: string; maxLoaded?: number; loadsByItself?: boolean }
  >;
  readonly props: (at: Endpoint, model: string, signal: AbortSignal) => Promise<ServerProps>;
  /** Wakes a server that sleeps, and keeps it from falling asleep. */
  readonly slots: (
    at: Endpoint,
    model: string | undefined,
    signal: AbortSignal,
  ) => Promise<Told<readonly SlotState[]>>;
  readonly slotActions: (
    at: Endpoint,
    model: string | undefined,
    signal: AbortSignal,
  ) => Promise<Told<true>>;
  readonly changeSlot: (
    at: Endpoint,
    change: { model?: string | undefined; slot: number; action: SlotAction; fileName: string },
    signal: AbortSignal,
  ) => Promise<SlotOutcome>;
  /** The metrics as text, in the form of Prometheus. */
  readonly metrics: (
    at: Endpoint,
    model: string | undefined,
    signal: AbortSignal,
  ) => Promise<Told<string>>;
  readonly adapters: (
    at: Endpoint,
    model: string | undefined,
    signal: AbortSignal,
  ) => Promise<Told<readonly Adapter[]>>;
  /** Of all adapters: one that is left out is set to 0. */
  readonly setAdapters: (
    at: Endpoint,
    scales: readonly Pick<Adapter, 'id' | 'scale'>[],
    signal: AbortSignal,
  ) => Promise<void>;
  readonly tokenize: (
    at: Endpoint,
    ask: { model?: string | undefined; text: string; addSpecial: boolean },
    signal: AbortSignal,
  ) => Promise<readonly TokenPiece[]>;
  /** The text that the model is given for these messages. */
  readonly applyTemplate: (
    at: Endpoint,
    ask: { model?: string | undefined; system: string; text: string },
    signal: AbortSignal,
  ) => Promise<string>;
  /** `rescans`: the router looks into its folders first. */
  readonly routerModels: (
    at: Endpoint,
    rescans: boolean,
    signal: AbortSignal,
  ) => Promise<readonly RouterModel[]>;
  /** Resolves when the router has taken the order, long before the model is there or gone. */
  readonly order: (
    at: Endpoint,
    what: 'load' | 'unload',
    model: string,
    signal: AbortSignal,
  ) => Promise<void>;
  /** From now on; what was before is not told again. Ends with the server. */
  readonly routerNews: (at: Endpoint, signal: AbortSignal) => AsyncIterable<RouterNews>;
};

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
  /**
   * Vectors as the server gives them, all of one length, but not necessarily of length one. A text that is longer than the
   * model reads is refused with `context-exceeded` wherever the server can be asked to say so.
   */
  readonly embed?: (at: Endpoint, ask: EmbedAsk, signal: AbortSignal) => Promise<Embedded>;
  readonly jobs?: ModelJobs;
  readonly memory?: ModelMemory;
  /** All that a server tells of one model. */
  readonly details?: (at: Endpoint, name: string, signal: AbortSignal) => Promise<ModelDetails>;
  /** Models that the server itself proposes; empty where it proposes none. */
  readonly recommendations?: (
    at: Endpoint,
    signal: AbortSignal,
  ) => Promise<readonly Recommendation[]>;
  /** What the server tells of itself; its code comes with the first use. */
  readonly panel?: () => Promise<PanelPort>;
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
