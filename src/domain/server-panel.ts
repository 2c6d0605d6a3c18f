/**
 * What a server of llama.cpp tells of itself while it runs, as its panel shows it: slots, metrics, adapters, properties,
 * and the models of a router. Types, and two rules over them.
 */
import { shortestSingle } from '../lib/single-precision.ts';
import type { Fault } from './fault.ts';

/** Where a panel looks. On a router one model has slots of its own; elsewhere its name says nothing. */
export type PanelPlace = {
  readonly connectionId: string;
  readonly model?: string | undefined;
};

/** What enables a part that is off; `--no-slots` is one to leave out. */
export type ServerFlag = '--no-slots' | '--slot-save-path' | '--metrics' | '--lora';

export type Told<Value> =
  | { readonly state: 'unknown' }
  | { readonly state: 'told'; readonly value: Value }
  | { readonly state: 'off'; readonly flag: ServerFlag }
  /** The server sleeps, and to ask for this would wake it. */
  | { readonly state: 'asleep' }
  | { readonly state: 'failed'; readonly fault: Fault };

/** One place for a conversation. Counts are tokens. */
export type SlotState = {
  readonly id: number;
  readonly isBusy: boolean;
  readonly contextLength?: number;
  /** Of the task it works on, or worked on last; the higher, the newer. Absent: nothing since the server's start. */
  readonly taskId?: number;
  /** What it holds of prompt and reply: while it reads, as far as it has come. */
  readonly heldTokens?: number;
  /** Of the prompt of this task: what it read, and what it found in its memory. Told while it works only. */
  readonly readTokens?: number;
  readonly cachedTokens?: number;
  readonly writtenTokens?: number;
};

/** The session that a slot served last, as far as this engine saw. */
export type SlotGuest = {
  readonly sessionId: string;
  readonly title: string;
  /** The session asks for this very slot each time. */
  readonly isKept: boolean;
};

export type SlotView = SlotState & {
  /** Tokens written per second since it was last asked. */
  readonly speed?: number;
  readonly guest?: SlotGuest;
};

export type SlotAction = 'save' | 'restore' | 'erase';
export type SlotOutcome = { readonly tokens: number; readonly sizeBytes?: number };

export type Adapter = {
  readonly id: number;
  readonly path: string;
  readonly scale: number;
};

export type ServerProps = {
  readonly build?: string;
  readonly modelPath?: string;
  readonly alias?: string;
  readonly fileType?: string;
  readonly slots?: number;
  /** Of one slot: what one conversation can hold. */
  readonly contextLength?: number;
  readonly inputs: readonly ('text' | 'image' | 'audio' | 'video')[];
  readonly template?: string;
  readonly toolTemplate?: string;
  /** As the server words them, without `supports_`. */
  readonly templateCan: readonly string[];
  readonly beginToken?: string;
  readonly endToken?: string;
  readonly isSleeping: boolean;
  readonly hasMetrics?: boolean;
  readonly hasSlots?: boolean;
  /** What a request that names nothing is answered with, in the server's own words. */
  readonly generation: Readonly<Record<string, unknown>>;
};

export type RouterModelState =
  | 'unloaded'
  | 'loading'
  | 'loaded'
  | 'sleeping'
  | 'failed'
  | 'downloading';

export type RouterModel = {
  /** Its name. */
  readonly id: string;
  readonly state: RouterModelState;
  readonly exitCode?: number;
  /** 0 to 1, where a loading or a download says how far it is. */
  readonly fraction?: number;
  /** What is being loaded, in the server's word. */
  readonly stage?: string;
  readonly aliases: readonly string[];
  readonly contextLength?: number;
  readonly sizeBytes?: number;
  readonly quantization?: string;
};

export type RouterEvent = {
  readonly id: number;
  readonly at: number;
  readonly model: string;
  readonly what: RouterModelState | 'rescanned' | 'downloaded' | 'download-failed' | 'removed';
  readonly exitCode?: number;
};

export type RouterView = {
  readonly models: readonly RouterModel[];
  /** Newest first. */
  readonly events: readonly RouterEvent[];
  readonly maxLoaded?: number;
  readonly loadsByItself?: boolean;
};

/** One reading of the metrics against the one before it. A speed is absent where nothing was done in between. */
export type MetricPoint = {
  readonly at: number;
  readonly speed?: number;
  readonly promptSpeed?: number;
  readonly working: number;
  readonly waiting: number;
  /** What all slots hold, or the part of the cache in use where the server tells that. */
  readonly heldTokens?: number;
  readonly cacheFraction?: number;
};

export type MetricTotals = {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly writtenTokens: number;
  readonly longestTokens?: number;
};

export type MetricsView = {
  /** Oldest first. */
  readonly points: readonly MetricPoint[];
  readonly totals: MetricTotals;
};

/** A time in which a server did not answer. */
export type Outage = {
  readonly fellAt: number;
  readonly backAt?: number;
  /** When it is tried next, while it is away. */
  readonly nextTryAt?: number;
  /** The model that is loaded again after its return. */
  readonly warming?: { readonly model: string; readonly state: 'loading' | 'done' | 'failed' };
};

/** A reply that broke off. It is told of until another one of its session has come to its end. */
export type CutReply = {
  readonly sessionId: string;
  readonly title: string;
  readonly at: number;
};

export type ServerPanelView = {
  /** The connection's. */
  readonly id: string;
  readonly mode: 'unknown' | 'single' | 'router';
  /** The model that slots, metrics and properties are of; absent where a router runs none. */
  readonly model?: string;
  /** When it answered last; 0 never. */
  readonly askedAt: number;
  /** How often it is asked now, in seconds; 0 only when told to. */
  readonly everySeconds: number;
  /** A reply runs there, so it is asked more seldom. */
  readonly isSlowed: boolean;
  readonly loadingSince?: number;
  readonly outage?: Outage;
  /** Newest first. */
  readonly cut: readonly CutReply[];
  readonly build?: string;
  readonly props: Told<ServerProps>;
  readonly slots: Told<readonly SlotView[]>;
  readonly slotActions: Told<true>;
  readonly metrics: Told<MetricsView>;
  readonly adapters: Told<readonly Adapter[]>;
  readonly router?: RouterView;
};

/** A piece of text as the model reads it. Bytes where it is no whole letter. */
export type TokenPiece = { readonly id: number; readonly text?: string; readonly bytes?: number[] };

/** What is lost when a message goes out now. */
export type Eviction = {
  readonly slot: number;
  readonly sessionId: string;
  readonly heldTokens: number;
};

/** By slot: which session it served last. */
export type LastServed = ReadonlyMap<number, { readonly sessionId: string }>;

/**
 * Whether a message of this session would take a slot that holds the prompt of another one. The server takes the slot
 * that was asked for; else one that knows the conversation; else one that was not used yet; else the one unused longest.
 * `undefined` also where all are at work: nobody can say which comes free first.
 */
export function wouldEvict(
  slots: readonly SlotState[],
  lastServed: LastServed,
  sessionId: string,
  keptSlot?: number,
): Eviction | undefined {
  const idle = slots.filter((slot) => !slot.isBusy);
  const kept = slots.find(({ id }) => id === keptSlot);
  const own = idle.find(
    (slot) => lastServed.get(slot.id)?.sessionId === sessionId && (slot.heldTokens ?? 0) > 0,
  );
  const oldest = idle.reduce<SlotState | undefined>(
    (found, slot) => (found && (found.taskId ?? -1) <= (slot.taskId ?? -1) ? found : slot),
    undefined,
  );
  const taken = kept ?? own ?? oldest;
  const guest = taken && lastServed.get(taken.id);
  const heldTokens = taken?.heldTokens ?? 0;
  if (!taken || !guest || guest.sessionId === sessionId || heldTokens === 0) return undefined;
  return { slot: taken.id, sessionId: guest.sessionId, heldTokens };
}

/** What holds where a session names nothing: figures by their name on the server, in its order. */
export type SamplingDefaults = {
  readonly temperature?: number;
  readonly maxTokens?: number;
  /** Of one slot. */
  readonly contextLength?: number;
  readonly all: readonly { readonly id: string; readonly value: string }[];
};

/** What tells how tokens are chosen; the rest of the server's settings is about other things. */
const samplingNames =
  /^(seed|temperature|dynatemp_\w+|top_\w+|min_p|typical_p|xtc_\w+|repeat_\w+|presence_penalty|frequency_penalty|dry_\w+|mirostat\w*|adaptive_\w+|max_tokens|samplers)$/;
/** The server's word for “another one each time”. */
const randomSeed = 4_294_967_295;

export function samplingDefaults({ generation, contextLength }: ServerProps): SamplingDefaults {
  const { temperature, max_tokens: maxTokens } = generation;
  return {
    ...(typeof temperature === 'number' ? { temperature: shortestSingle(temperature) } : {}),
    ...(typeof maxTokens === 'number' && maxTokens >= 0 ? { maxTokens } : {}),
    ...(contextLength === undefined ? {} : { contextLength }),
    all: Object.entries(generation).flatMap(([id, value]) => {
      if (!samplingNames.test(id) || (id === 'seed' && value === randomSeed)) return [];
      if (typeof value === 'number') return [{ id, value: String(shortestSingle(value)) }];
      const isList = Array.isArray(value) && value.every((each) => typeof each === 'string');
      return isList ? [{ id, value: value.join(', ') }] : [];
    }),
  };
}
