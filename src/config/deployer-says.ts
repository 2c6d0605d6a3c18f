/** What a deployer's file says once it is read. Apart from its reading, which most copies of the app never need. */
import type { Connection } from '../domain/connection.ts';
import type { Fault } from '../domain/fault.ts';
import type { KnownModels } from '../domain/known-models-file.ts';
import type { Library } from '../domain/library.ts';
import type { Settings } from '../domain/settings.ts';

export type DeployerFile = {
  /** Their ids begin with `deployed:`. Never with a key. */
  readonly connections: readonly Connection[];
  readonly settings: Partial<Settings>;
  /** Settings that the person cannot change here. */
  readonly locked: readonly (keyof Settings)[];
  readonly knownModels: KnownModels | undefined;
  /** The catalogue of models to find, instead of ours. */
  readonly library: Library | undefined;
  readonly faults: readonly Fault[];
};

export const emptyFile: DeployerFile = {
  connections: [],
  settings: {},
  locked: [],
  knownModels: undefined,
  library: undefined,
  faults: [],
};
