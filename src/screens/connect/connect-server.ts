/** Keeps a server as a connection, waits for what it says, and opens the first session with it. The one place where that is decided. */
import { zoneOf } from '../../domain/address.ts';
import type { Health } from '../../domain/connection.ts';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { Model } from '../../domain/model.ts';
import { guideName, pageAddressOf } from '../../domain/page-kinds.ts';
import { words } from '../../i18n/i18n.ts';
import { delay } from '../../lib/timing.ts';
import type { AppState } from '../../state/create-state.ts';
import { type FoundServer, hostOf } from './look-for.ts';
import { mayKeep } from './may-keep.ts';
import { firstModel, freeName } from './results.ts';

export type ConnectionDraft = Parameters<AppState['connections']['add']>[0];

export type ConnectEnd =
  | { readonly end: 'ready'; readonly name: string }
  | { readonly end: 'empty' | 'key-refused' | 'not-up'; readonly name: string }
  /** It could not be kept; a notice has said why. */
  | { readonly end: 'failed' };

/** How a new connection stands after its first contact. It is kept in each of them but `refused`. */
export type AddEnd =
  | { readonly is: 'up' | 'key-refused'; readonly id: string }
  | { readonly is: 'not-up'; readonly id: string; readonly fault: Fault | undefined }
  /** Nothing was kept: the engine refused it, or the person would not unlock the vault. */
  | { readonly is: 'refused'; readonly fault: Fault };

const settleMs = 6000;
/** A server without models keeps us no longer than this. */
const modelsMs = 1000;
const pollMs = 50;

export async function connectServer(
  state: AppState,
  server: FoundServer,
  secrets: Pick<ConnectionDraft, 'key' | 'basic'>,
  signal: AbortSignal,
): Promise<ConnectEnd> {
  const taken = state.connections.list.map((each) => each.name);
  const kind = words().connect.kinds[server.kind];
  // The first of its kind on this device needs no address to be told from others.
  const isPlain = zoneOf(server.baseUrl) === 'device' && !taken.includes(kind);
  const name = isPlain ? kind : freeName(words().connect.name(kind, hostOf(server.baseUrl)), taken);
  const { kind: dialect, baseUrl } = server;
  const kept = await keepServer(state, { kind: dialect, name, baseUrl, ...secrets });
  if (kept.is === 'refused') {
    state.notices.showFault(kept.fault);
    return { end: 'failed' };
  }
  // A server that told the page its models without a secret needs no second look.
  if (server.needsKey || hasSecret(secrets)) {
    const came = await firstContact(state, kept.id, signal);
    if (came.is !== 'up') return { end: came.is, name };
  } else await state.connections.refreshModels(kept.id);
  return startWith(state, { id: kept.id, name, models: modelsOf(state, kept.id, server.models) });
}

/** Begins with the guide: the models in this browser are kept as a connection, once. */
export async function startGuide(state: AppState): Promise<ConnectEnd> {
  const kind = 'browser';
  const name = words().connect.kinds[kind];
  const baseUrl = pageAddressOf(kind) ?? '';
  const there = state.connections.list.find((each) => each.kind === kind);
  const kept = there
    ? ({ is: 'kept', id: there.id } as const)
    : await keepServer(state, { kind, name, baseUrl });
  if (kept.is === 'refused') {
    state.notices.showFault(kept.fault);
    return { end: 'failed' };
  }
  if (there && !there.enabled) await state.connections.change({ id: there.id, enabled: true });
  return startWith(state, { id: kept.id, name, models: [{ name: guideName }] });
}

/** Adds it, has it checked, and brings its model list. */
export async function addServer(
  state: AppState,
  draft: ConnectionDraft,
  signal: AbortSignal,
): Promise<AddEnd> {
  const kept = await keepServer(state, draft);
  return kept.is === 'refused' ? kept : firstContact(state, kept.id, signal);
}

type KeepEnd =
  | { readonly is: 'kept'; readonly id: string }
  | Extract<AddEnd, { readonly is: 'refused' }>;

async function keepServer(state: AppState, draft: ConnectionDraft): Promise<KeepEnd> {
  if (hasSecret(draft) && !(await mayKeep(state))) {
    return { is: 'refused', fault: { kind: 'vault-locked' } };
  }
  try {
    return { is: 'kept', id: await state.connections.add(draft) };
  } catch (error) {
    return { is: 'refused', fault: faultFrom(error) };
  }
}

function hasSecret({ key, basic, secretHeaders }: Partial<ConnectionDraft>): boolean {
  return [key, basic, secretHeaders?.[0]].some(Boolean);
}

/** What a kept connection's server says now; also after its key or address was changed. */
export async function firstContact(
  state: AppState,
  id: string,
  signal: AbortSignal,
): Promise<Exclude<AddEnd, { readonly is: 'refused' }>> {
  await state.connections.check(id);
  const health = await settledHealth(state, id, signal);
  if (health?.status === 'key-wanted') return { is: 'key-refused', id };
  if (health?.status === 'down') return { is: 'not-up', id, fault: health.fault };
  await state.connections.refreshModels(id);
  await settled(() => modelsOf(state, id).length > 0, modelsMs, signal);
  return { is: 'up', id };
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
  const health = () => state.connections.byId(id)?.health;
  const isKnown = () => !['checking', 'unknown', undefined].includes(health()?.status);
  await settled(isKnown, settleMs, signal);
  return health();
}

async function settled(isSo: () => boolean, mostMs: number, signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; waitedMs < mostMs && !isSo(); waitedMs += pollMs) {
    await delay(pollMs, signal);
  }
}
