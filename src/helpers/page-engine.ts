/** What `browser-model.ts` needs of the world around it: the engine, the files, the device. Types only, for tests too. */
import type { Place } from '../domain/page-model.ts';

export type EngineLoad = {
  readonly contextLength: number;
  readonly threads: number;
  readonly hasGpu: boolean;
  /**
   * For vectors: how those of a text's tokens become one, as the file says or their mean. Absent: for chats. A text is
   * then read in one step, so it has to fit into the context whole.
   */
  readonly pooling?: 'own' | 'mean';
};

export type Chunk = Record<string, unknown>;

/** One worker with llama.cpp in it, and one model. What breaks in it is thrown by what was going on there. */
export type PageEngine = {
  readonly load: (files: readonly File[], how: EngineLoad) => Promise<{ contextLength: number }>;
  /** Ends after the last chunk. An abort is looked at between two steps only; `onStep` is told of each. */
  readonly complete: (
    body: Record<string, unknown>,
    hear: { readonly onChunk: (chunk: Chunk) => void; readonly onStep: () => void },
    signal: AbortSignal,
  ) => Promise<void>;
  /** The answer as llama-server gives it, or its error as `{ error }`: the engine goes on then. Heeds no abort. */
  readonly embed: (text: string) => Promise<Chunk>;
  readonly takesImages: () => boolean;
  /** At once, whatever it does; all its memory is free then. */
  readonly end: () => void;
};

export type Device = {
  readonly threads: number;
  readonly hasGpu: boolean;
  /** What a model may take, with its cache. */
  readonly roomBytes: number;
};

export type EngineWorld = {
  /** Whether what it takes is here at all. */
  readonly canRun: () => boolean;
  readonly device: () => Promise<Device>;
  /** `onFraction`: how much of it has come, from 0 to 1, where it comes from afar. */
  readonly open: (place: Place, onFraction: (fraction: number) => void) => Promise<readonly File[]>;
  readonly createEngine: () => Promise<PageEngine>;
  /** One model at a time in all tabs; `undefined`: another tab has one and needs it. Gives the release. */
  readonly lock: () => Promise<(() => void) | undefined>;
  /** Another tab would like to have one. */
  readonly onWanted: (listener: () => void) => void;
};
