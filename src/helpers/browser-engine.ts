/**
 * The world of `browser-model.ts` as it is: wllama (llama.cpp as WebAssembly, in a worker of its own), files from the
 * origin's file system or beside the app, a Web Lock, and what this device can do.
 */

import { FaultError } from '../domain/fault.ts';
import { refused } from '../domain/gguf.ts';
import type { Place } from '../domain/page-model.ts';
import { pageRoomBytes } from '../domain/page-room.ts';
import { joinPieces, readPieces } from '../lib/file-pieces.ts';
import { createLazy } from '../lib/lazy.ts';
import { readPageDevice } from '../lib/page-device.ts';
import { hasWasmPauses, wasmWidth } from '../lib/wasm.ts';
import { keepFile, keptFile } from './kept-files.ts';
import type { Chunk, Device, EngineWorld, PageEngine } from './page-engine.ts';

const name = 'llantern-browser-model';
/** How soon another tab gives way, if it does. */
const givesWayMs = 2000;
/** Tokens of a prompt per step: a stop is looked at between two of them. */
const batchTokens = 256;
/** More threads than this wait for each other on most machines. */
const mostThreads = 8;

export function browserWorld(): EngineWorld {
  return {
    canRun: () => wasmWidth() !== undefined && typeof Worker !== 'undefined',
    device: createLazy(readDevice),
    open,
    createEngine,
    ...tabs(),
  };
}

async function readDevice(): Promise<Device> {
  const { gpu } = navigator as { gpu?: { requestAdapter: () => Promise<unknown> } };
  // What waits for the graphics has to pause: the 32-bit build brings its own way, which costs it speed.
  const canWait = wasmWidth() === 32 || hasWasmPauses();
  const adapter = canWait ? await gpu?.requestAdapter().catch(() => null) : null;
  const cores = navigator.hardwareConcurrency || 1;
  return {
    // Threads wait for the slowest of them, and page and engine need a core as well: of two cores one is faster.
    threads: globalThis.crossOriginIsolated
      ? Math.min(mostThreads, Math.max(1, Math.floor(cores / 2)))
      : 1,
    hasGpu: Boolean(adapter),
    roomBytes: pageRoomBytes(readPageDevice()),
  };
}

async function open(
  place: Place,
  onFraction: (fraction: number) => void,
): Promise<readonly File[]> {
  if (place.kind === 'url') {
    const url = new URL(place.url, globalThis.location.href);
    const fileName = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
    return [new File([await keptFile(url.href, onFraction)], fileName)];
  }
  let files: File[] = [];
  try {
    let folder = await navigator.storage.getDirectory();
    for (const step of place.folder.split('/')) folder = await folder.getDirectoryHandle(step);
    files = await Promise.all(
      place.files.map(async (name) => joinPieces(await readPieces(folder, name), name)),
    );
  } catch (error) {
    throw refused('absent', '', error);
  }
  // What was cleared behind our back has no bytes left.
  if (files.some(({ size }) => size === 0)) throw refused(files.length > 1 ? 'split' : 'absent');
  return files;
}

async function createEngine(): Promise<PageEngine> {
  const builds = await importEngine();
  let lastWords = '';
  let answer: unknown;
  let onBreak = (_error: Error): void => undefined;
  const broken = new Promise<never>((_, reject) => {
    onBreak = reject;
  });
  broken.catch(() => undefined); // told by what is going on then, if anything is
  const heard = (...words: unknown[]) => {
    const [first, second] = words;
    if (first === 'Model returned an error:') answer = second;
    // Of the worker itself. One that cannot even start says nothing else, and its event has no words.
    else if (first instanceof ErrorEvent) onBreak(crash(first.message));
    else if (first instanceof Event) onBreak(crash('its worker could not be started'));
    else lastWords = `${lastWords}\n${words.map(String).join(' ')}`.slice(-2000);
  };
  const nothing = () => undefined;
  const logger = { debug: nothing, log: nothing, warn: nothing, error: heard };
  const { engine, isLoaded } = await (wasmWidth() === 32 ? narrow : wide)(builds, logger);
  return {
    load: async (files, { contextLength, threads, hasGpu, pooling }) => {
      const batch = pooling === undefined ? batchTokens : contextLength;
      const params = {
        n_ctx: contextLength,
        n_batch: batch,
        n_ubatch: batch,
        n_parallel: 1,
        n_threads: threads,
        jinja: true,
        ...(hasGpu ? {} : { n_gpu_layers: 0 }),
        ...(pooling === undefined ? {} : { embeddings: true }),
        ...(pooling === 'mean' ? { pooling_type: pooling } : {}),
      };
      try {
        await Promise.race([engine.loadModel([...files], params), broken]);
        // A refusal of the files is not thrown.
        const info = engine.getLoadedContextInfo() as { n_ctx: number; success?: boolean };
        if (info.success === false) throw new Error('the model could not be loaded');
        return { contextLength: info.n_ctx };
      } catch (error) {
        throw withWords(error, lastWords);
      } finally {
        isLoaded();
      }
    },
    complete: async (body, { onChunk, onStep }, signal) => {
      answer = undefined;
      lastWords = '';
      // Looked at between two steps, which nothing else tells of.
      const abortSignal = {
        get aborted() {
          onStep();
          return signal.aborted;
        },
      };
      const options = { ...body, stream: true as const, onData: onChunk, abortSignal };
      try {
        await Promise.race([engine.createChatCompletion(options as never), broken]);
      } catch (error) {
        // What llama-server would answer with another status; the engine goes on.
        if (answer !== undefined) onChunk({ error: answer } as Chunk);
        else throw withWords(error, lastWords);
      }
    },
    embed: async (text) => {
      answer = undefined;
      lastWords = '';
      try {
        const told = await Promise.race([engine.createEmbedding({ input: text }), broken]);
        return { ...told };
      } catch (error) {
        if (answer !== undefined) return { error: answer };
        throw withWords(error, lastWords);
      }
    },
    takesImages: () => engine.supportInputModality('image'),
    end: () => void engine.exit(),
  };
}

type Builds = typeof import('./wllama.ts');
type Logger = Parameters<Builds['createWide']>[0];
type Made = {
  readonly engine: ReturnType<Builds['createWide']>;
  /** Its files are not asked for again. */
  readonly isLoaded: () => void;
};

/** Kept for the time without a network, and surely there before the worker asks for it. */
async function wide({ createWide, wideFiles }: Builds, logger: Logger): Promise<Made> {
  await Promise.all([wideFiles.self, wideFiles.wasm].map(keepFile));
  return { engine: createWide(logger), isLoaded: () => undefined };
}

/** By an address of this page's own: not every browser has the service worker answer a worker that is made of a blob. */
async function narrow({ createNarrow, narrowFiles }: Builds, logger: Logger): Promise<Made> {
  const { self, wasm, code } = narrowFiles;
  const [bytes, script] = await Promise.all([keptFile(wasm), keptFile(code), keepFile(self)]);
  const text = await script.text();
  // Compiled while it is read, wherever the host names its type and where it does not.
  const url = URL.createObjectURL(bytes.slice(0, bytes.size, 'application/wasm'));
  const isLoaded = () => URL.revokeObjectURL(url);
  return { engine: createNarrow(url, text, logger), isLoaded };
}

async function importEngine(): Promise<Builds> {
  try {
    return await import('./wllama.ts');
  } catch (error) {
    throw new FaultError(
      { kind: 'browser-lacks', what: 'page-models', reason: 'not-kept' },
      { cause: error },
    );
  }
}

/** Nothing that its files are to blame for. */
function crash(message: string): Error {
  return Object.assign(new Error(message), { name: 'RuntimeError' });
}

/** The reason stands in the log: what is thrown only says that it failed. */
function withWords(error: unknown, words: string): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError' || words === '') return error;
  return Object.assign(new Error(`${error.message} ${words}`.trim(), { cause: error }), {
    name: error.name,
  });
}

/** The tabs of this origin among themselves. One that holds a model and has nothing to do gives way. */
function tabs(): Pick<EngineWorld, 'lock' | 'onWanted'> {
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
  const { locks } = navigator;
  const take = (options: LockOptions) =>
    new Promise<(() => void) | undefined>((resolve, reject) => {
      locks
        .request(name, options, (taken) => {
          if (!taken) return resolve(undefined);
          return new Promise<void>((release) => resolve(() => release()));
        })
        .catch(reject);
    });
  return {
    lock: async () => {
      // Without locks each tab is on its own.
      if (locks === undefined) return () => undefined;
      const free = await take({ ifAvailable: true });
      if (free || !channel) return free;
      channel.postMessage('wanted');
      return await take({ signal: AbortSignal.timeout(givesWayMs) }).catch(() => undefined);
    },
    onWanted: (listener) => channel?.addEventListener('message', listener),
  };
}
