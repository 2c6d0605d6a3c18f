/** What the servers hold in memory. Asked of them only while this is watched and the page is visible: the engine sees to it. */
import type { LoadedModel, RunningView } from '../domain/model-details.ts';
import { isSameModelName } from '../domain/model-name.ts';
import type { EngineClient } from '../engine/client.ts';
import { createLive } from './live.ts';

export type RunningState = {
  readonly list: readonly RunningView[];
  readonly known: boolean;
  readonly of: (connectionId: string) => RunningView | undefined;
  readonly model: (connectionId: string, name: string) => LoadedModel | undefined;
};

/** Call inside an owner; `isWanted` false asks nobody. */
export function createRunning(
  engine: EngineClient,
  isWanted: () => boolean = () => true,
): RunningState {
  const live = createLive(engine, 'running.list', () => (isWanted() ? null : undefined));
  const of = (connectionId: string) =>
    live.value?.find((each) => each.connectionId === connectionId);
  return {
    get list() {
      return live.value ?? [];
    },
    get known() {
      return live.value !== undefined;
    },
    of,
    model: (connectionId, name) =>
      of(connectionId)?.models.find((each) => isSameModelName(each.name, name)),
  };
}
