/** What a server tells of one model beyond its catalogue row, and of those it holds in memory. Types only. */
import type { Fault } from './fault.ts';
import type { Model } from './model.ts';

export type LoadedModel = {
  readonly name: string;
  readonly sizeBytes?: number;
  /** The part of it in graphics memory; the rest is in the main memory. */
  readonly vramBytes?: number;
  readonly contextLength?: number;
  /** When it is let go, epoch ms; absent: never, or not told. */
  readonly expiresAt?: number;
  readonly digest?: string;
};

export type ModelDetails = {
  readonly model: Model;
  readonly template?: string;
  /** One per line, as the server has them. */
  readonly parameters?: string;
  readonly license?: string;
  readonly system?: string;
  /** Based on the model's own name: the paths of its files on the server are taken out. */
  readonly modelfile?: string;
  /** The large files it is made of, as `sha256:…`. Models that name the same one share it. */
  readonly blobs?: readonly string[];
  readonly messages?: readonly { readonly role: string; readonly content: string }[];
  /** GGUF metadata by key. Long lists are left out by the server. */
  readonly info?: Readonly<Record<string, unknown>>;
};

/** What one server holds in memory, as last asked. With a fault, what was known before it. */
export type RunningView = {
  readonly connectionId: string;
  readonly at: number;
  readonly models: readonly LoadedModel[];
  readonly fault?: Fault;
};
