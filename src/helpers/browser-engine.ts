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
    canRun: hasLongMemory,
    device: createLazy(readDevice),
    open,
    createEngine,
    ...tabs(),
  };
}

async function readDevice(): Promise<Device> {
  const { deviceMemory } = navigator as { deviceMemory?: number };
  const { gpu } = navigator as { gpu?: { requestAdapter: () => Promise<unknown> } };
  const adapter = hasSuspending() ? await gpu?.requestAdapter().catch(() => null) : null;
  const cores = navigator.hardwareConcurrency || 1;
  return {
    // Threads wait for the slowest of them, and page and engine need a core as well: of two cores one is faster.
    threads: globalThis.crossOriginIsolated
      ? Math.min(mostThreads, Math.max(1, Math.floor(cores / 2)))
      : 1,
    hasGpu: Boolean(adapter),
    roomBytes: pageRoomBytes(deviceMemory),
  };
}

function hasSuspending(): boolean {
  return typeof WebAssembly === 'object' && 'Suspending' in WebAssembly;
}

/** The engine is built for 64-bit memory. */
function hasLongMemory(): boolean {
  if (typeof WebAssembly !== 'object' || typeof Worker === 'undefined') return false;
  const withLongMemory = [0, 97, 115, 109, 1, 0, 0, 0, 5, 3, 1, 4, 1];
  return WebAssembly.validate(new Uint8Array(withLongMemory));
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
  const { createWllama, engineFiles } = await importEngine();
  // Kept for the time without a network, and surely there before the worker asks for it.
  await Promise.all(engineFiles.map(keepFile));
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
    // A worker that cannot even start says nothing else.
    else if (first instanceof ErrorEvent) onBreak(new Error(first.message));
    else lastWords = `${lastWords}\n${words.map(String).join(' ')}`.slice(-2000);
  };
  const nothing = () => undefined;
  const engine = createWllama({ debug: nothing, log: nothing, warn: nothing, error: heard });
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
      }
    },
    complete: async (body, onChunk, signal) => {
      answer = undefined;
      lastWords = '';
      const options = { ...body, stream: true as const, onData: onChunk, abortSignal: signal };
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

async function importEngine() {
  try {
    return await import('./wllama.ts');
  } catch (error) {
    throw new FaultError(
      { kind: 'browser-lacks', what: 'page-models', reason: 'not-kept' },
      { cause: error },
    );
  }
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
