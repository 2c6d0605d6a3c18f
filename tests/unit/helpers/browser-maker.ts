/** A page that runs models, over a scripted engine: what was asked of it, in order, and what it holds. */
import type { Fault } from '../../../src/domain/fault.ts';
import type { Place } from '../../../src/domain/page-model.ts';
import type { PageModelLoad, PortAnswer } from '../../../src/domain/provider-port.ts';
import {
  type BrowserModelOptions,
  createBrowserModel,
} from '../../../src/helpers/browser-model.ts';
import type { Chunk, Device, EngineWorld } from '../../../src/helpers/page-engine.ts';
import { type SmallModel, smallModel } from '../../servers/small-model.ts';

const place: Place = { kind: 'url', url: 'guide/guide.gguf' };
const heron: SmallModel = { says: [' The', ' heron'] };

export type Script = {
  canRun?: boolean;
  device?: Partial<Device>;
  model?: SmallModel;
  files?: readonly File[];
  isTaken?: boolean;
  loads?: () => Promise<void>;
  /** One answer per call. */
  answers?: ((
    give: (text: string) => void,
    signal: AbortSignal,
    page: { step: () => void; tell: (chunk: Chunk) => void },
  ) => Promise<void>)[];
  /** What a text becomes. Absent: its length, and one. */
  embeds?: (text: string) => Promise<Chunk>;
};

export function fileOf(bytes: Uint8Array, name = 'small.gguf'): File {
  return new File([new Uint8Array(bytes)], name);
}

const textChunk = (content: string): Chunk => ({
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
});
export const embedding = (values: readonly number[]): Chunk => ({
  object: 'list',
  data: [{ index: 0, embedding: values }],
  usage: { prompt_tokens: 2, total_tokens: 2 },
});
export const lastChunk: Chunk = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };

export function aWorld(script: Script = {}) {
  const steps: string[] = [];
  const bodies: Record<string, unknown>[] = [];
  const held = { locks: 0, engines: 0 };
  let wanted = (): void => undefined;
  const answers = [...(script.answers ?? [])];
  const world: EngineWorld = {
    canRun: () => script.canRun ?? true,
    onWanted: (listener) => {
      wanted = listener;
    },
    device: async () => ({
      threads: 1,
      hasGpu: false,
      roomBytes: 4e9,
      ...script.device,
    }),
    open: async (from, onFraction) => {
      steps.push(`open ${from.kind}`);
      onFraction(0.5);
      return script.files ?? [fileOf(smallModel(script.model ?? heron))];
    },
    createEngine: async () => {
      let isEnded = false;
      held.engines += 1;
      return {
        load: async (_files, { contextLength, threads, hasGpu, pooling }) => {
          const suffix = pooling === undefined ? '' : ` ${pooling}`;
          steps.push(`load ${contextLength} ${hasGpu ? 'gpu' : threads}${suffix}`);
          await script.loads?.();
          return { contextLength };
        },
        complete: async (body, { onChunk, onStep }, signal) => {
          steps.push('complete');
          bodies.push(body);
          const answer = answers.shift();
          const page = { step: onStep, tell: onChunk };
          await answer?.((text) => onChunk(textChunk(text)), signal, page);
          onChunk(lastChunk);
        },
        embed: async (text) => {
          steps.push(`embed ${text}`);
          return (await script.embeds?.(text)) ?? embedding([text.length, 1]);
        },
        takesImages: () => false,
        end: () => {
          if (isEnded) return;
          isEnded = true;
          held.engines -= 1;
          steps.push('end');
        },
      };
    },
    lock: async () => {
      if (script.isTaken) return undefined;
      held.locks += 1;
      return () => {
        held.locks -= 1;
      };
    },
  };
  return { world, steps, bodies, held, want: () => wanted() };
}

/** The page's end, asked as the engine would, with what it says by question. */
export function aPage(script: Script = {}, options: BrowserModelOptions = {}) {
  const around = aWorld(script);
  const model = createBrowserModel(around.world, options);
  const said = new Map<number, PortAnswer[]>();
  const serve = () =>
    model.serve({
      postMessage: (answer: PortAnswer) => {
        said.set(answer.id, [...(said.get(answer.id) ?? []), answer]);
      },
    });
  let port = serve();
  const load = (change: Partial<PageModelLoad> = {}): PageModelLoad => ({
    model: 'heron',
    place,
    purpose: 'chat',
    idleMinutes: 5,
    ...change,
  });
  return {
    ...around,
    load,
    /** Another engine takes over. */
    serveAnew: () => {
      port = serve();
    },
    chat: (id: number, change?: Partial<PageModelLoad>) => {
      const messages = [{ role: 'user', content: 'Hello' }];
      port.take({ type: 'stream', id, load: load(change), body: { messages } });
    },
    embed: (id: number, texts: readonly string[], change?: Partial<PageModelLoad>) => {
      const asked = load({ purpose: 'embedding', ...change });
      port.take({ type: 'call', name: 'embed', id, load: asked, texts });
    },
    take: (question: Parameters<typeof port.take>[0]) => port.take(question),
    abort: (id: number) => port.take({ type: 'abort', id }),
    of: (id: number) => said.get(id) ?? [],
    textOf: (id: number) =>
      (said.get(id) ?? [])
        .map((each) =>
          each.type === 'payload' ? JSON.parse(each.json).choices[0].delta.content : undefined,
        )
        .filter((each) => each !== undefined)
        .join(''),
    faultOf: (id: number): Fault | undefined => {
      const end = said.get(id)?.at(-1);
      return end?.type === 'fault' ? end.fault : undefined;
    },
    isOver: (id: number) => {
      const end = said.get(id)?.at(-1)?.type;
      return end === 'end' || end === 'fault' || end === 'value';
    },
  };
}

/** A promise that a test settles. */
export function aGate() {
  let open = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const opened = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { opened, open, fail };
}
