/**
 * Models that run in this page, answering the engine over a port: one worker, one model, one call at a time. A page keeps
 * what it has loaded when another engine takes over. Whatever breaks ends the worker, never the tab; the next call
 * loads it again.
 */
import { type Fault, FaultError } from '../domain/fault.ts';
import type {
  PageModelCall,
  PageModelLoad,
  PageModelQuestion,
  PageModelStream,
  PortAnswer,
} from '../domain/provider-port.ts';
import { bytesFromBase64 } from '../lib/base64.ts';
import { nowAt } from '../lib/timing.ts';
import type { Chunk, EngineWorld, PageEngine } from './page-engine.ts';
import { pageFault } from './page-faults.ts';
import { planContext, poolingOf, readFiles, refuseEmbedding } from './page-load.ts';
import { createStepWatch } from './step-watch.ts';

type Port = Pick<MessagePort, 'postMessage'>;
type Tell = (answer: PortAnswer) => void;

export type BrowserModel = {
  /** From now on this port is answered; who asked over the last one is gone. */
  readonly serve: (port: Port) => { readonly take: (question: PageModelQuestion) => void };
};

export type BrowserModelOptions = {
  /** How long a stop may wait for the step that is under way, ms. */
  readonly graceMs?: number;
};

type Loaded = {
  readonly model: string;
  readonly key: string;
  readonly engine: PageEngine;
  readonly contextLength: number;
  readonly needBytes: number;
  readonly release: () => void;
  idleMinutes: number;
  timer?: ReturnType<typeof setTimeout> | undefined;
  expiresAt?: number | undefined;
};

/** How long one step may take before its worker counts as dead. */
const stepMs = 15 * 60_000;

export function createBrowserModel(
  world: EngineWorld,
  { graceMs = 3000 }: BrowserModelOptions = {},
): BrowserModel {
  let loaded: Loaded | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let leavePort = (): void => undefined;
  let usesGpu = false;
  let hasGpuFailed = false;
  let waiting = 0;
  world.onWanted(() => {
    if (waiting === 0) unload();
  });

  function unload(): void {
    clearTimeout(loaded?.timer);
    loaded?.engine.end();
    loaded?.release();
    loaded = undefined;
  }

  /** After the calls before it. One that is given up while it waits never begins. */
  async function inLine<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = last;
    waiting += 1;
    let leave = (): void => undefined;
    last = new Promise<void>((resolve) => {
      leave = resolve;
    });
    try {
      await before;
      clearTimeout(loaded?.timer);
      signal.throwIfAborted();
      return await work();
    } finally {
      restUntilIdle();
      waiting -= 1;
      leave();
    }
  }

  function restUntilIdle(): void {
    if (!loaded) return;
    const idleMs = Math.min(loaded.idleMinutes * 60_000, 2 ** 31 - 1);
    loaded.expiresAt = idleMs > 0 ? nowAt() + idleMs : undefined;
    loaded.timer = idleMs > 0 ? setTimeout(unload, idleMs) : undefined;
  }

  async function ready(
    load: PageModelLoad,
    onFraction: (fraction: number | undefined) => void,
    signal: AbortSignal,
  ): Promise<Loaded> {
    const { model, place, purpose, contextLength, idleMinutes } = load;
    const key = JSON.stringify([model, place, purpose, contextLength]);
    if (loaded?.key !== key) {
      unload();
      onFraction(undefined);
      loaded = { model, key, idleMinutes, ...(await bring(load, onFraction, signal)) };
    }
    loaded.idleMinutes = idleMinutes;
    return loaded;
  }

  /** All that it holds is given back where it fails. */
  async function bring(
    load: PageModelLoad,
    onFraction: (fraction: number | undefined) => void,
    signal: AbortSignal,
  ): Promise<Pick<Loaded, 'engine' | 'release' | 'contextLength' | 'needBytes'>> {
    if (!world.canRun()) throw new FaultError({ ...lacks, reason: 'no-engine' });
    const release = await world.lock();
    if (!release) throw new FaultError({ ...lacks, reason: 'other-tab' });
    // Its code comes while the model does.
    const creating = world.createEngine();
    creating.catch(() => undefined); // waited for below, once the files are there
    try {
      const device = await world.device();
      const files = await world.open(load.place, onFraction);
      const seen = await readFiles(files);
      const isChat = load.purpose === 'chat';
      if (isChat) refuseEmbedding(seen);
      const pooling = isChat ? {} : { pooling: poolingOf(seen) };
      const { needBytes, ...plan } = planContext(seen, load, device.roomBytes);
      const engine = await creating;
      signal.throwIfAborted();
      const hasGpu = device.hasGpu && !hasGpuFailed;
      const how = { ...plan, ...pooling, threads: device.threads, hasGpu };
      usesGpu = hasGpu;
      const loading = await orAbort(engine.load(files, how), signal);
      return { engine, release, needBytes, ...loading };
    } catch (error) {
      release();
      creating.then(({ end }) => end()).catch(() => undefined); // then there is none
      throw signal.aborted ? error : brokenBy(error, true);
    }
  }

  /** Graphics that failed once are left alone: the next time the processor does it all. */
  function brokenBy(error: unknown, isLoading: boolean): FaultError {
    const fault = pageFault(error, isLoading);
    if (fault.kind === 'page-model-crashed') hasGpuFailed ||= usesGpu;
    return new FaultError(fault, { cause: error });
  }

  async function run(
    { load, body }: PageModelStream,
    id: number,
    tell: Tell,
    signal: AbortSignal,
  ): Promise<void> {
    const { engine } = await ready(load, progressTo(tell, id), signal);
    await working(signal, (over, step) => {
      const onChunk = (chunk: Chunk) => {
        step();
        if (!signal.aborted) tell({ type: 'payload', id, json: JSON.stringify(chunk) });
      };
      const sent = withMedia(body, engine);
      const completing = engine.complete(sent, { onChunk, onStep: step }, signal);
      return Promise.race([completing, over]);
    });
  }

  /** One text after the other: between two of them a stop is heeded, and an error ends the list. */
  async function embed(
    { load, texts }: PageModelCall & { name: 'embed' },
    id: number,
    tell: Tell,
    signal: AbortSignal,
  ): Promise<readonly Chunk[]> {
    const { engine } = await ready(load, progressTo(tell, id), signal);
    return await working(signal, async (over, step) => {
      const answers: Chunk[] = [];
      for (const text of texts) {
        signal.throwIfAborted();
        const answer = await Promise.race([engine.embed(text), over]);
        step();
        answers.push(answer);
        if ('error' in answer) break;
      }
      return answers;
    });
  }

  /**
   * What breaks in it ends the worker, and so does a step that a stop has to wait for too long, or one without an end.
   * `over` is rejected then; `step` is a sign of life.
   */
  async function working<T>(
    signal: AbortSignal,
    work: (over: Promise<never>, step: () => void) => Promise<T>,
  ): Promise<T> {
    const grace = inGraceOf(signal, graceMs);
    const watch = createStepWatch(stepMs);
    const over = Promise.race([grace.over, watch.silence]);
    over.catch(() => undefined); // told by what waits for it, if anything does
    try {
      return await work(over, watch.step);
    } catch (error) {
      const isWell = error instanceof FaultError || (signal.aborted && isAbort(error));
      if (!isWell) unload();
      throw signal.aborted ? error : brokenBy(error, false);
    } finally {
      grace.clear();
      watch.clear();
    }
  }

  async function call(asked: PageModelCall, id: number, tell: Tell, signal: AbortSignal) {
    switch (asked.name) {
      case 'check': {
        if (!world.canRun()) throw new FaultError({ ...lacks, reason: 'no-engine' });
        return { state: 'up' };
      }
      case 'running':
        return loaded
          ? [
              {
                name: loaded.model,
                sizeBytes: loaded.needBytes,
                contextLength: loaded.contextLength,
                ...(loaded.expiresAt === undefined ? {} : { expiresAt: loaded.expiresAt }),
              },
            ]
          : [];
      case 'details':
        return await readFiles(await world.open(asked.place, () => undefined));
      case 'load':
        await inLine(signal, async () => {
          await ready(asked.load, progressTo(tell, id), signal);
        });
        return null;
      case 'embed':
        return await inLine(signal, () => embed(asked, id, tell, signal));
      case 'unload':
        await inLine(signal, async () => {
          if (loaded?.model === asked.model) unload();
        });
        return null;
    }
  }

  return {
    serve: (port) => {
      leavePort();
      const asked = new Map<number, AbortController>();
      leavePort = () => {
        for (const abort of asked.values()) abort.abort();
      };
      const tell: Tell = (answer) => port.postMessage(answer);

      async function answer(question: Exclude<PageModelQuestion, { type: 'abort' }>) {
        const { id } = question;
        const abort = new AbortController();
        const { signal } = abort;
        asked.set(id, abort);
        try {
          if (question.type === 'stream') {
            await inLine(signal, () => run(question, id, tell, signal));
            if (!signal.aborted) tell({ type: 'end', id });
          } else {
            tell({ type: 'value', id, value: await call(question, id, tell, signal) });
          }
        } catch (error) {
          if (!signal.aborted) tell({ type: 'fault', id, fault: faultOf(error) });
        } finally {
          asked.delete(id);
        }
      }

      return {
        take: (question) => {
          if (question.type === 'abort') asked.get(question.id)?.abort();
          else void answer(question);
        },
      };
    },
  };
}

const lacks = { kind: 'browser-lacks', what: 'page-models' } as const;

function faultOf(error: unknown): Fault {
  return error instanceof FaultError ? error.fault : pageFault(error, false);
}

function progressTo(tell: Tell, id: number): (fraction: number | undefined) => void {
  return (fraction) =>
    tell({
      type: 'event',
      id,
      event: {
        type: 'progress',
        stage: 'loading',
        ...(fraction === undefined ? {} : { fraction }),
      },
    });
}

function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

/** A step under way (a batch of the prompt) cannot be stopped: after this long it has to be ended with its worker. */
function inGraceOf(signal: AbortSignal, graceMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let begin = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    begin = () => {
      timer = setTimeout(() => reject(new Error('it did not stop in time')), graceMs);
    };
  });
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  const clear = () => {
    signal.removeEventListener('abort', begin);
    clearTimeout(timer);
  };
  return { over, clear };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

type Part = { type: string; image_url?: { url: string } };

/** llama-server takes pictures as data URLs, this engine their bytes. */
function withMedia(body: Record<string, unknown>, engine: PageEngine): Record<string, unknown> {
  const messages = body['messages'] as { content: string | Part[] }[];
  return {
    ...body,
    messages: messages.map((message) =>
      typeof message.content === 'string'
        ? message
        : {
            ...message,
            content: message.content.map((part) => {
              if (part.image_url === undefined) return part;
              if (!engine.takesImages())
                throw new FaultError({ kind: 'unsupported', ability: 'vision' });
              const base64 = part.image_url.url.slice(part.image_url.url.indexOf(',') + 1);
              return { type: 'image', data: bytesFromBase64(base64).buffer };
            }),
          },
    ),
  };
}
