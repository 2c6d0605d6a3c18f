/**
 * What pages and the engine say to each other: commands with one answer, live queries that push their value when it
 * changes, and token frames. Types only; `schemas.ts` checks what comes in.
 */
import type { Zone } from '../domain/address.ts';
import type {
  ConnectionOptions,
  ConnectionView,
  ProviderKind,
  StreamFeature,
} from '../domain/connection.ts';
import type { DigestSeen } from '../domain/digests-seen.ts';
import type { EngineRung, RungFinding } from '../domain/doctor.ts';
import type { Fault } from '../domain/fault.ts';
import type { HubModelView, HubRecentView, HubSearchView } from '../domain/hub.ts';
import type { HubSort } from '../domain/hub-terms.ts';
import type { JobCommands, JobQueries } from '../domain/job-protocol.ts';
import type { LibraryView } from '../domain/library.ts';
import type { MessageId, MessageView, SessionId } from '../domain/message.ts';
import type { CatalogueView, Model, ModelRef } from '../domain/model.ts';
import type { ModelDetails, RunningView } from '../domain/model-details.ts';
import type { PageKind } from '../domain/page-kinds.ts';
import type { Parameters } from '../domain/parameters.ts';
import type { Recommendation } from '../domain/recommendation.ts';
import type {
  Adapter,
  Eviction,
  PanelPlace,
  SamplingDefaults,
  ServerPanelView,
  SlotAction,
  SlotOutcome,
  TokenPiece,
} from '../domain/server-panel.ts';
import type { Draft, ImageRef, Session, SessionRow, WaitingMessage } from '../domain/session.ts';
import type { Settings } from '../domain/settings.ts';
import type { TurnView } from '../domain/turn.ts';
import type { KeyView, SecretRole, VaultProof, VaultView } from '../domain/vault.ts';

/** Where the engine runs. */
export type EngineHost = 'shared' | 'dedicated' | 'page';

export type EngineInfo = {
  buildId: string;
  engineId: string;
  host: EngineHost;
  /** `memory` after the person chose to go on without the database. */
  storage: 'disk' | 'memory';
  /** Rows that could not be read and are left out of lists. */
  damagedRows: number;
  /** Pages it serves, live queries it holds, and commands it works on: for tests and About. */
  pages: number;
  watches: number;
  waitingCommands: number;
};

export type SendInput = {
  /** Made by the page, so that a new session's address is known before the answer; created where it is missing. */
  sessionId: SessionId;
  text: string;
  images: ImageRef[];
  model: ModelRef;
  parameters: Parameters;
  systemPrompt: string;
  fence?: Zone;
};

export type SearchHit = {
  sessionId: SessionId;
  messageId: MessageId;
  title: string;
  role: string;
  createdAt: number;
  snippet: string;
  /** Where the words stand in the snippet: [from, to). */
  ranges: [number, number][];
};

export type ImportPreview = {
  sessionsNew: number;
  sessionsExisting: number;
  messages: number;
  connectionsNew: number;
  connectionsMatched: number;
  attachments: number;
  /** Not chosen here yet, so taken from the file. */
  settings: number;
};

/** A given `undefined` takes an option back to what it is by itself. */
export type OptionsChange = { [K in keyof ConnectionOptions]?: ConnectionOptions[K] | undefined };
/** `basic` is name and password of a proxy, joined by a colon; `secretHeaders` brings values for headers named so. */
export type NewSecrets = {
  key?: string;
  basic?: string;
  secretHeaders?: { name: string; value: string }[];
};
export type ConnectionDraft = NewSecrets & {
  kind: ProviderKind;
  name: string;
  baseUrl: string;
  options?: OptionsChange;
};
export type ConnectionChange = {
  id: string;
  name?: string;
  baseUrl?: string;
  kind?: ProviderKind;
  enabled?: boolean;
  features?: Partial<Record<StreamFeature, 'auto' | 'off'>>;
  order?: number;
  options?: OptionsChange;
};

/** What one server is doing, beside its health and what it holds in memory. */
export type FleetRow = {
  /** The connection's. */
  id: string;
  runningReplies: number;
  /** Of its newest replies, in tokens per second; absent: none had a speed. */
  medianSpeed?: number;
  jobsRunning: number;
  jobsWaiting: number;
};

/** What the deployer's file brought, and what of it could not be used. */
export type ConfigView = {
  /** Settings that the person cannot change here. */
  locked: readonly (keyof Settings)[];
  faults: readonly Fault[];
};

/** Every command: what goes in and what comes back. */
export type Commands = JobCommands & {
  'sessions.create': { input: { id: SessionId; model?: ModelRef }; output: Session };
  'sessions.update': {
    input: {
      id: SessionId;
      title?: string;
      model?: ModelRef;
      systemPrompt?: string;
      parameters?: Parameters;
      /** `outside` lets it go anywhere. */
      fence?: Zone;
    };
    output: null;
  };
  'sessions.delete': { input: { id: SessionId }; output: null };
  'sessions.restore': { input: { id: SessionId }; output: null };
  /** `queued` when a reply is still coming: the message waits in the session's line. */
  'turns.send': { input: SendInput; output: { state: 'started' | 'queued' } };
  /** A sibling of an earlier user message, and its reply. */
  'turns.edit': { input: { messageId: MessageId; text: string; images: ImageRef[] }; output: null };
  /** A sibling of a reply; by another model where one is named. */
  'turns.regenerate': { input: { messageId: MessageId; model?: ModelRef }; output: null };
  'turns.continue': { input: { messageId: MessageId }; output: null };
  'turns.stop': { input: { sessionId: SessionId }; output: null };
  /** Removes a message and all below it. */
  'messages.delete': { input: { messageId: MessageId }; output: { removed: number } };
  /** How many messages a delete would take. */
  'messages.below': { input: { messageId: MessageId }; output: { count: number } };
  /** Shows the branch of this sibling. */
  'messages.choose': { input: { messageId: MessageId }; output: null };
  'messages.find': {
    input: { sessionId: SessionId; text: string };
    output: { messageId: MessageId; position: number; count: number }[];
  };
  'waiting.update': { input: { id: string; text: string }; output: null };
  'waiting.remove': { input: { id: string }; output: null };
  /** Sends the first of a session's line now; by itself it goes out when a reply has ended well. */
  'waiting.send': { input: { sessionId: SessionId }; output: null };
  'drafts.get': { input: { sessionId: SessionId }; output: Draft | null };
  'drafts.put': { input: Draft; output: null };
  'attachments.put': { input: { blob: Blob; name: string }; output: ImageRef };
  'attachments.get': { input: { id: string }; output: Blob | null };
  'connections.add': { input: ConnectionDraft; output: { id: string } };
  'connections.update': { input: ConnectionChange; output: null };
  'connections.remove': { input: { id: string }; output: null };
  /**
   * Kept for this connection at its present origin, sealed where there is a vault. Tried first where there was a key
   * before: `new-key-refused` then, and nothing has changed. An empty one forgets it. `force` keeps it untried.
   */
  'connections.set-key': {
    input: { id: string; key: string; role?: SecretRole; expiresAt?: number; force?: boolean };
    output: { kept: 'sealed' | 'memory' | 'none'; tested: 'accepted' | 'untested' };
  };
  'connections.check': { input: { id: string }; output: null };
  /** One rung of the doctor's ladder, examined with what a real request carries. */
  'connections.examine': {
    input: { id: string; rung: EngineRung; model?: string };
    output: RungFinding;
  };
  /** After a sign-in: gets the key with the code, and keeps it in a connection of that preset (a new one if there is none). */
  'connections.finish-sign-in': {
    input: { preset: string; code: string; verifier: string };
    output: { id: string };
  };
  'keys.change': { input: { id: string; label?: string; expiresAt?: number | null }; output: null };
  'keys.remove': { input: { id: string }; output: null };
  /** Brings back the key before this one. */
  'keys.restore': { input: { id: string }; output: null };
  /** Keys that were in memory are sealed with it. */
  'vault.create': { input: { passphrase: string }; output: null };
  'vault.unlock': { input: { proof: VaultProof }; output: null };
  'vault.lock': { input: null; output: null };
  /** A new passphrase, by any lock that opens the vault. */
  'vault.set-passphrase': { input: { proof: VaultProof; passphrase: string }; output: null };
  /** The code is told once and never again. */
  'vault.add-recovery': { input: { proof: VaultProof }; output: { code: string } };
  'vault.add-passkey': {
    input: {
      proof: VaultProof;
      label: string;
      credentialId: Uint8Array;
      salt: Uint8Array;
      output: Uint8Array;
    };
    output: null;
  };
  /** The last lock cannot be removed. */
  'vault.remove-lock': { input: { proof: VaultProof; lockId: string }; output: null };
  /** With all sealed keys. */
  'vault.erase': { input: null; output: null };
  'models.refresh': { input: { connectionId?: string }; output: null };
  'models.describe': { input: ModelRef; output: Model | null };
  /** All that a server tells of one model; `null` where it tells no more than its list. */
  'models.details': { input: ModelRef; output: ModelDetails | null };
  /** Digests of one model with when each was first seen, the newest first. */
  'models.seen': { input: ModelRef; output: readonly DigestSeen[] };
  /** Asks everything at once; `rescans` lets a router look into its folders first. */
  'panel.refresh': { input: { connectionId: string; rescans?: boolean }; output: null };
  /** `fileName` for saving and restoring: a plain name, in the folder of the server. */
  'panel.slot': {
    input: PanelPlace & { slot: number; action: SlotAction; fileName?: string };
    output: SlotOutcome;
  };
  /** Of all adapters: one that is left out counts no more. */
  'panel.adapters': {
    input: { connectionId: string; scales: Pick<Adapter, 'id' | 'scale'>[] };
    output: null;
  };
  'panel.tokenize': {
    input: PanelPlace & { text: string; addSpecial: boolean };
    output: readonly TokenPiece[];
  };
  /** What the model is given for these words, and how many tokens that is. */
  'panel.template': {
    input: PanelPlace & { system: string; text: string };
    output: { prompt: string; tokens: number };
  };
  /** Answers when the router has taken the order. */
  'panel.model': {
    input: { connectionId: string; model: string; action: 'load' | 'unload' };
    output: null;
  };
  /** The session asks for this slot from now on; `null` lets the server choose again. */
  'panel.keep-slot': { input: { sessionId: SessionId; slot: number | null }; output: null };
  /** What holds where a session names nothing; `null` where nobody tells. */
  'panel.sampling': { input: PanelPlace; output: SamplingDefaults | null };
  /** The beginning of a card as plain text; asks the hub. */
  'hub.card': { input: { repo: string }; output: { text: string } };
  /** In the place of the shipped catalogue. Throws `file-invalid` with what is wrong, `file-too-large`. */
  'library.put': { input: { file: Blob; name: string }; output: { rows: number } };
  'library.drop': { input: null; output: null };
  'models.recommended': {
    input: { connectionId: string };
    output: readonly Recommendation[];
  };
  /** Vectors of texts, in their order. `id` is the page's, to stop it by. */
  'embed.run': {
    input: { id: string; connectionId: string; model: string; texts: readonly string[] };
    output: {
      vectors: readonly (readonly number[])[];
      /** As the server counts; absent where it does not. */
      tokens?: number;
      tookMs: number;
    };
  };
  'embed.stop': { input: { id: string }; output: null };
  'settings.put': { input: Partial<Settings>; output: null };
  'search.run': { input: { text: string; limit: number }; output: SearchHit[] };
  'backup.export': {
    input: { sessionIds?: SessionId[] };
    output: { blob: Blob; sessions: number };
  };
  'backup.markdown': { input: { sessionId: SessionId }; output: { name: string; text: string } };
  'backup.preview': { input: { blob: Blob }; output: ImportPreview };
  'backup.import': { input: { blob: Blob }; output: { sessions: number; skipped: number } };
  'engine.info': { input: null; output: EngineInfo };
  /** Raw rows of a database that cannot be opened. */
  'storage.rescue': { input: null; output: Blob };
  /** Deletes everything kept here. */
  'storage.reset': { input: null; output: null };
  /** Go on without the database, in memory. */
  'storage.use-memory': { input: null; output: null };
};
export type CommandName = keyof Commands;
export type Input<N extends CommandName> = Commands[N]['input'];
export type Output<N extends CommandName> = Commands[N]['output'];

/** At most this many rows per window of a live query. */
export const windowLimit = 200;

/** Every live query: what it asks for and the value it pushes. */
export type Queries = JobQueries & {
  'sessions.list': {
    params: { filter: string; from: number; count: number };
    value: { total: number; from: number; rows: SessionRow[] };
  };
  'sessions.get': { params: { id: SessionId }; value: Session | null };
  /** Rows of the shown branch. A negative `from` counts from its end: the last `count` rows, following as it grows. */
  'messages.window': {
    params: { sessionId: SessionId; from: number; count: number };
    value: { total: number; from: number; rows: MessageView[] };
  };
  /** Turns in flight, of all sessions. */
  'turns.list': { params: null; value: TurnView[] };
  'waiting.list': { params: { sessionId: SessionId }; value: WaitingMessage[] };
  'connections.list': { params: null; value: ConnectionView[] };
  'models.list': { params: null; value: CatalogueView[] };
  'fleet.list': { params: null; value: FleetRow[] };
  /** A server as it runs, asked as long as somebody watches. */
  'panel.watch': { params: PanelPlace; value: ServerPanelView };
  /** Whose prompt a message of this session would push out now, as far as this engine saw. */
  'panel.eviction': {
    params: PanelPlace & { sessionId: SessionId; slot?: number | undefined };
    value: (Eviction & { title: string }) | null;
  };
  /** `since`: answers from then on will do, older ones are asked for again; `null` asks nobody. */
  'hub.search': {
    params: { text: string; sort: HubSort; pages: number; since: number | null };
    value: HubSearchView;
  };
  'hub.model': { params: { repo: string; since: number | null }; value: HubModelView };
  'hub.recent': { params: null; value: HubRecentView };
  'library.get': { params: null; value: LibraryView };
  'settings.get': { params: null; value: Settings };
  'vault.get': { params: null; value: VaultView };
  'keys.list': { params: null; value: KeyView[] };
  'config.get': { params: null; value: ConfigView };
  /** What the servers hold in memory, asked while this is watched and a page is visible. */
  'running.list': { params: null; value: RunningView[] };
};
export type QueryName = keyof Queries;
export type Params<N extends QueryName> = Queries[N]['params'];
export type Value<N extends QueryName> = Queries[N]['value'];

/** A piece of a reply in flight. `whole` frames replace what was shown; the others are joined on. */
export type ReplyFrame = {
  messageId: MessageId;
  whole: boolean;
  reasoning: string;
  text: string;
};

/** What a page can do for the engine: answer as a provider, hash files. */
export type Lent = PageKind | 'file-hash';

export type PageMessage =
  /** `baseUrl` is where the page was loaded from: the app's other files lie beside it. */
  | { type: 'hello'; pageId: string; buildId: string; hasLocks: boolean; baseUrl: string }
  /** Somebody answers at the port: see `providers/over-port.ts`, `domain/file-hash-port.ts`. */
  | { type: 'lend'; what: Lent; port: MessagePort }
  /** Whether a person can see this page, where that changes or is not so. */
  | { type: 'visible'; isVisible: boolean }
  | { type: 'call'; id: number; name: CommandName; input: unknown }
  | { type: 'watch'; id: number; name: QueryName; params: unknown }
  | { type: 'unwatch'; id: number }
  | { type: 'follow'; id: number; sessionId: SessionId }
  | { type: 'unfollow'; id: number }
  /** The page has applied a frame and takes the next. */
  | { type: 'ack'; id: number }
  | { type: 'pong' }
  | { type: 'bye' };

export type EngineMessage =
  | { type: 'welcome'; engineId: string; buildId: string; host: EngineHost; fault?: Fault }
  | { type: 'result'; id: number; value: unknown }
  | { type: 'fault'; id: number; fault: Fault }
  | { type: 'value'; id: number; value: unknown }
  | { type: 'value-fault'; id: number; fault: Fault }
  | { type: 'frame'; id: number; frame: ReplyFrame }
  | { type: 'ping' }
  /** Whatever this page had here was released; it should say hello again. */
  | { type: 'forgotten' }
  /** This engine gives way to a newer build or database. */
  | { type: 'retired' };

/** Names shared by all engines and pages of this origin. */
export const names = {
  enginePrefix: 'llantern-engine:',
  pagePrefix: 'llantern-page:',
  turnPrefix: 'llantern-turn:',
  jobPrefix: 'llantern-job:',
  slotPrefix: 'llantern-slot:',
  channel: 'llantern-engines',
} as const;
