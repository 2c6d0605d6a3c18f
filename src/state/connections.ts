/** Connections with their health, and the models each of them lists. */
import type { ConnectionView } from '../domain/connection.ts';
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { CatalogueView, Model, ModelRef } from '../domain/model.ts';
import type { EngineClient, FoundServer } from '../engine/client.ts';
import type { ConnectionChange, ConnectionDraft } from '../engine/protocol.ts';
import { createLive } from './live.ts';

export type ConnectionsState = {
  readonly list: readonly ConnectionView[];
  /** False until the engine has answered once. */
  readonly known: boolean;
  readonly catalogues: readonly CatalogueView[];
  readonly byId: (id: string) => ConnectionView | undefined;
  readonly model: (ref: ModelRef | undefined) => Model | undefined;
  readonly probe: (baseUrl: string, signal: AbortSignal) => Promise<FoundServer>;
  /** The id of the new connection. Rejects with a `FaultError`: the form that asked says why, in place. */
  readonly add: (draft: ConnectionDraft) => Promise<string>;
  readonly change: (change: ConnectionChange) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly check: (id: string) => Promise<void>;
  readonly refreshModels: (connectionId?: string) => Promise<void>;
  /** Asks the server for what its list left out; the catalogue then has it. */
  readonly describe: (ref: ModelRef) => Promise<void>;
};

export function createConnections(
  engine: EngineClient,
  onFault: (fault: Fault) => void,
): ConnectionsState {
  const connections = createLive(engine, 'connections.list', () => null);
  const catalogues = createLive(engine, 'models.list', () => null);
  const told = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      onFault(faultFrom(error));
    }
  };
  return {
    get list() {
      return connections.value ?? [];
    },
    get known() {
      return connections.value !== undefined;
    },
    get catalogues() {
      return catalogues.value ?? [];
    },
    byId: (id) => connections.value?.find((each) => each.id === id),
    model: (ref) =>
      ref &&
      catalogues.value
        ?.find((each) => each.connectionId === ref.connectionId)
        ?.models.find((each) => each.name === ref.name),
    probe: engine.probe,
    add: async (draft) => (await engine.call('connections.add', await withOwnMemory(draft))).id,
    change: (change) => told(engine.call('connections.update', change)),
    remove: (id) => told(engine.call('connections.remove', { id })),
    check: (id) => told(engine.call('connections.check', { id })),
    refreshModels: (connectionId) =>
      told(engine.call('models.refresh', connectionId === undefined ? {} : { connectionId })),
    describe: (ref) => told(engine.call('models.describe', ref)),
  };
}

/** What the planner of memory counts with; only a page knows enough of the device. */
async function withOwnMemory(draft: ConnectionDraft): Promise<ConnectionDraft> {
  if (draft.kind !== 'browser') return draft;
  const [{ pageRoomBytes }, { readPageDevice }] = await Promise.all([
    import('../domain/page-room.ts'),
    import('../lib/page-device.ts'),
  ]);
  const memory = { vramBytes: 0, ramBytes: pageRoomBytes(readPageDevice()) };
  return { ...draft, options: { ...draft.options, memory } };
}
