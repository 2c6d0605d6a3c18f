/** Where the bytes of models in this browser lie, as jobs on them see it. Types only; see `storage/model-files.ts`. */

/** What the browser grants this origin, and what of it is taken. */
export type Room = { readonly usedBytes: number; readonly quotaBytes: number };

export type FileWriter = {
  /** Behind what is there. Throws `no-room`. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** What was written stays, also where the work on it was broken off. */
  readonly close: () => Promise<void>;
};

export type ModelFiles = {
  /** All that is there of it; 0 where it is missing. */
  readonly sizeOf: (model: string, file: string) => Promise<number>;
  /** What is there of it, from where it lies. */
  readonly read: (model: string, file: string) => Promise<Blob>;
  /** One writer per file at a time. */
  readonly append: (model: string, file: string) => Promise<FileWriter>;
  readonly removeFile: (model: string, file: string) => Promise<void>;
  /** With all of its files; one that is not there is gone already. */
  readonly remove: (model: string) => Promise<void>;
  /** The models that have a folder. */
  readonly models: () => Promise<string[]>;
  /** `undefined` where the browser does not tell. */
  readonly room: () => Promise<Room | undefined>;
};
