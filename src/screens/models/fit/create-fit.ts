/**
 * Whether models fit onto one server: its memory as told or seen, and what it holds now. While something is asked here,
 * what the loaded models take teaches how far the estimates are off; that is kept with the connection.
 */
import { type Accessor, createEffect, createMemo, on } from 'solid-js';
import type { ConnectionView } from '../../../domain/connection.ts';
import {
  calibrated,
  type FitMemory,
  type FitVerdict,
  judgeFit,
  learnMemory,
} from '../../../domain/fit.ts';
import { type FitNeed, type FitQuestion, fitNeed } from '../../../domain/fit-need.ts';
import type { LoadedModel, ModelDetails } from '../../../domain/model-details.ts';
import { hasPower } from '../../../domain/model-powers.ts';
import type { AppState } from '../../../state/create-state.ts';
import { createLive } from '../../../state/live.ts';

export type Fit = {
  readonly connection: Accessor<ConnectionView | undefined>;
  readonly memory: Accessor<FitMemory | undefined>;
  readonly loaded: Accessor<readonly LoadedModel[]>;
  readonly judge: (
    question: FitQuestion,
    name: string | undefined,
  ) => { readonly need: FitNeed; readonly verdict: FitVerdict };
  readonly setMemory: (memory: FitMemory) => Promise<void>;
  /** What its server tells of an installed model; asked once. */
  readonly details: (name: string) => Promise<ModelDetails | undefined>;
};

/** Call inside an owner. */
export function createFit(state: AppState, connectionId: Accessor<string>): Fit {
  const connection = createMemo(() => state.connections.byId(connectionId()));
  const running = createLive(state.engine, 'running.list', () => null);
  const loaded = createMemo(
    () => running.value?.find((each) => each.connectionId === connectionId())?.models ?? [],
  );
  const memory = (): FitMemory | undefined => connection()?.memory;
  const known = new Map<string, Promise<ModelDetails | undefined>>();

  const details = (name: string): Promise<ModelDetails | undefined> => {
    const id = connectionId();
    const key = `${id} ${name}`;
    const asked = known.get(key) ?? ask(state, id, name);
    known.set(key, asked);
    return asked;
  };

  async function learn(models: readonly LoadedModel[]): Promise<void> {
    const server = connection();
    if (!server || !hasPower(server.kind, 'details')) return;
    const needs = new Map<string, FitNeed>();
    for (const { name, contextLength } of models) {
      const told = await details(name);
      const weightsBytes = told?.model.sizeBytes;
      if (told?.info === undefined || weightsBytes === undefined || !contextLength) continue;
      needs.set(name, fitNeed({ info: told.info, weightsBytes, contextLength }));
    }
    const now = state.connections.byId(server.id);
    const learnt = now && learnMemory(now.memory, models, needs);
    if (learnt) await keep(server.id, learnt);
  }

  const keep = (id: string, next: FitMemory): Promise<void> =>
    state.connections.change({ id, options: { memory: withoutUndefined(next) } });

  createEffect(
    on(loaded, (models) => {
      if (models.length > 0) void learn(models);
    }),
  );

  return {
    connection,
    memory,
    loaded,
    details,
    judge: (question, name) => {
      const need = calibrated(fitNeed(question), memory());
      const others = loaded().filter((each) => each.name !== name);
      // Ollama and llama-server with several models let go by themselves; one with a single model holds nothing else.
      const verdict = judgeFit(need, { memory: memory(), loaded: others, canEvict: true });
      return { need, verdict };
    },
    setMemory: async (next) => {
      const server = connection();
      if (server) await keep(server.id, next);
    },
  };
}

async function ask(
  state: AppState,
  connectionId: string,
  name: string,
): Promise<ModelDetails | undefined> {
  try {
    return (await state.engine.call('models.details', { connectionId, name })) ?? undefined;
  } catch {
    // A model that cannot be asked about is estimated from its size alone; who wants its details sees why.
    return undefined;
  }
}

function withoutUndefined(memory: FitMemory) {
  const { vramBytes, ramBytes, seenBytes, ratios } = memory;
  return {
    ...(vramBytes === undefined ? {} : { vramBytes }),
    ...(ramBytes === undefined ? {} : { ramBytes }),
    ...(seenBytes === undefined ? {} : { seenBytes }),
    ...(ratios === undefined ? {} : { ratios: { ...ratios } }),
  };
}
