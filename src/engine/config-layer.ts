/**
 * The deployer's file in the engine: read at the start and again while pages are open, applied without a reload. Where
 * the host cannot be reached, what was read last holds.
 */
import { type DeployerFile, emptyFile } from '../config/deployer-says.ts';
import type { KnownModels } from '../domain/known-models-file.ts';
import type { Library } from '../domain/library.ts';
import { delay } from '../lib/timing.ts';
import { readOwnFile } from '../providers/own-file.ts';
import type { Deployed } from '../storage/deployed.ts';
import type { ConfigView } from './protocol.ts';

export type ConfigLayer = {
  readonly view: () => ConfigView;
  /** The deployer's table instead of ours. */
  readonly knownModels: () => KnownModels | undefined;
  readonly library: () => Library | undefined;
};

export type ConfigDeps = {
  readonly deployed: Deployed;
  /** The folder the app is served from. */
  readonly baseUrl: string;
  readonly hasPages: () => boolean;
  readonly onChange: () => void;
  /** Its connections are in place: they may be looked at. */
  readonly onApplied: () => void;
  readonly signal: AbortSignal;
  /** Reads the file; by default from the host. */
  readonly read?: typeof readOwnFile;
};

const pollMs = 60_000;
const timeoutMs = 10_000;
const limitLength = 1_000_000;

export function createConfigLayer(deps: ConfigDeps): ConfigLayer {
  const { deployed, signal, read = readOwnFile } = deps;
  const url = new URL('llantern.json', deps.baseUrl).href;
  let file: DeployerFile = emptyFile;
  let applied: string | undefined;

  async function look(): Promise<void> {
    const late = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const text = (await read(url, late)) ?? '';
    if (text === applied) return;
    const next =
      text.length > limitLength
        ? {
            ...emptyFile,
            faults: [{ kind: 'config-invalid' as const, place: '', reason: 'larger than 1 MB' }],
          }
        : text === ''
          ? emptyFile
          : await readText(text);
    // A file that says nothing usable changes nothing: what held before goes on.
    const isBroken = next.faults.some((fault) => fault.kind === 'config-invalid' && !fault.place);
    if (isBroken) file = { ...file, faults: next.faults };
    else {
      await deployed.apply(text, next);
      file = next;
      deps.onApplied();
    }
    applied = text;
    deps.onChange();
  }

  async function watch(): Promise<void> {
    const last = await deployed.text();
    const kept = last === '' ? undefined : await readText(last).catch(() => undefined); // then it is read below
    if (kept) {
      file = kept;
      applied = last;
      deps.onChange();
    }
    for (;;) {
      // The host may be away; then the last file holds.
      if (deps.hasPages()) await look().catch(() => undefined);
      await delay(pollMs, signal);
    }
  }
  void watch().catch(() => undefined); // ended

  return {
    view: () => ({ locked: file.locked, faults: file.faults }),
    knownModels: () => file.knownModels,
    library: () => file.library,
  };
}

/** What reads it comes only where there is one: most copies of the app have none. */
async function readText(text: string): Promise<DeployerFile> {
  const { readDeployerFile } = await import('../config/deployer-file.ts');
  return readDeployerFile(text);
}
