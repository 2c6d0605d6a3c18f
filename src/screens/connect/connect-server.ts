/** Keeps a found server as a connection and opens the first session with it. The one place where that is decided. */
import { zoneOf } from '../../domain/address.ts';
import type { Health } from '../../domain/connection.ts';
import type { Model } from '../../domain/model.ts';
import { words } from '../../i18n/i18n.ts';
import { delay } from '../../lib/timing.ts';
import type { AppState } from '../../state/create-state.ts';
import { type FoundServer, hostOf } from './look-for.ts';
import { firstModel, freeName } from './results.ts';

export type ConnectEnd =
  | { readonly end: 'ready'; readonly name: string }
  | { readonly end: 'empty' | 'key-refused' | 'not-up'; readonly name: string }
  /** It could not be kept; a notice has said why. */
  | { readonly end: 'failed' };

const settleMs = 6000;
const pollMs = 50;

export async function connectServer(
  state: AppState,
  server: FoundServer,
  key: string,
  signal: AbortSignal,
): Promise<ConnectEnd> {
  const taken = state.connections.list.map((each) => each.name);
  const kind = words().connect.kinds[server.kind];
  // The first of its kind on this device needs no address to be told from others.
  const isPlain = zoneOf(server.baseUrl) === 'device' && !taken.includes(kind);
  const name = isPlain ? kind : freeName(words().connect.name(kind, hostOf(server.baseUrl)), taken);
  const id = await state.connections.add({
    kind: server.kind,
    name,
    baseUrl: server.baseUrl,
    ...(key === '' ? {} : { key }),
  });
  if (id === undefined) return { end: 'failed' };
  if (server.needsKey || key !== '') {
    await state.connections.check(id);
    const health = await settledHealth(state, id, signal);
    if (health?.status === 'key-wanted') return { end: 'key-refused', name };
    if (health?.status === 'down') return { end: 'not-up', name };
  }
  await state.connections.refreshModels(id);
  return startWith(state, { id, name, models: modelsOf(state, id, server.models) });
}

/** Makes the connection's first model the choice of the next session. */
export function startWith(
  state: AppState,
  at: { id: string; name: string; models: readonly Model[] },
): ConnectEnd {
  const model = firstModel(at.models);
  if (!model) return { end: 'empty', name: at.name };
  state.settings.set({ lastModel: { connectionId: at.id, name: model.name } });
  return { end: 'ready', name: at.name };
}

/** The engine's own list where it has come; else what the page has seen. */
export function modelsOf(
  state: AppState,
  id: string,
  seen: readonly Model[] = [],
): readonly Model[] {
  const known = state.connections.catalogues.find((each) => each.connectionId === id)?.models;
  return known && known.length > 0 ? known : seen;
}

/** Facts come by live query, a little after the command they belong to. */
async function settledHealth(
  state: AppState,
  id: string,
  signal: AbortSignal,
): Promise<Health | undefined> {
  for (let waitedMs = 0; waitedMs < settleMs; waitedMs += pollMs) {
    const health = state.connections.byId(id)?.health;
    if (health && health.status !== 'checking' && health.status !== 'unknown') return health;
    await delay(pollMs, signal);
  }
  return state.connections.byId(id)?.health;
}
