/**
 * Connections by command: made, changed, checked, examined, and given their keys. A key stays bound to the origin it was
 * given for, whatever becomes of the address.
 */
import type { Chat } from '../chat/chat.ts';
import { parseAddress } from '../domain/address.ts';
import { cleanSecret } from '../domain/clean-key.ts';
import { type Connection, connection, type ProviderKind } from '../domain/connection.ts';
import { FaultError, type FaultKind } from '../domain/fault.ts';
import { isPageKind, pageAddressOf } from '../domain/page-kinds.ts';
import type { SecretRole } from '../domain/vault.ts';
import { newId } from '../lib/ids.ts';
import { nowAt } from '../lib/timing.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import type { Servers } from '../servers/servers.ts';
import type { ConnectionPatch } from '../storage/connections.ts';
import type { Store } from '../storage/store.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { ConnectionCommandName } from './commands.ts';
import type { Runners } from './lazy-commands.ts';
import type { ConnectionChange, ConnectionDraft, Output } from './protocol.ts';

export type ConnectionCommandDeps = {
  readonly store: Store;
  readonly servers: Servers;
  readonly keyring: Keyring;
  readonly chat: Pick<Chat, 'running' | 'stop'>;
};

/** What a refused key looks like. Everything else says nothing of it. */
const saysRefused: ReadonlySet<FaultKind> = new Set(['key-wanted', 'key-or-network']);

const signInTimeoutMs = 20_000;

export function connectionCommands(deps: ConnectionCommandDeps): Runners<ConnectionCommandName> {
  const { store, servers, keyring, chat } = deps;

  async function mustGet(id: string): Promise<Connection> {
    const found = await store.connections.get(id);
    if (!found) throw new FaultError({ kind: 'connection-missing' });
    return found;
  }

  async function add(draft: ConnectionDraft): Promise<string> {
    const { key, basic, secretHeaders = [], options = {} } = draft;
    const secrets: { role: SecretRole; value: string }[] = [
      ...(key ? [{ role: 'key' as const, value: key }] : []),
      ...(basic ? [{ role: 'basic' as const, value: basic }] : []),
      ...secretHeaders.map(({ name, value }) => ({ role: `header:${name}` as const, value })),
    ].map(({ role, value }) => ({ role, value: cleanSecret(role, value) }));
    const before = await store.connections.list();
    // Of the browser's own kinds there is one each.
    const same = before.find(({ kind }) => isPageKind(kind) && kind === draft.kind);
    if (same) return same.id;
    const row = connection.parse({
      ...withoutGaps(options),
      id: newId(),
      kind: draft.kind,
      name: draft.name,
      baseUrl: addressOf(draft.kind, draft.baseUrl),
      order: Math.max(-1, ...before.map(({ order }) => order)) + 1,
      createdAt: nowAt(),
      needsKey: secrets.some(({ role }) => role === 'key'),
      hasBasicAuth: secrets.some(({ role }) => role === 'basic'),
      secretHeaders: [
        ...new Set([...(options.secretHeaders ?? []), ...secretHeaders.map(({ name }) => name)]),
      ],
      features: {},
    });
    await store.connections.put(row);
    const { id, baseUrl } = row;
    try {
      for (const secret of secrets) await keyring.put({ ...secret, connectionId: id, baseUrl });
    } catch (error) {
      // Without its secrets it would be asked for them: it is not there, and the person tries again.
      await store.connections.remove(id);
      await keyring.forget(id);
      throw error;
    }
    await servers.check(id);
    return id;
  }

  async function update({ id, ...change }: ConnectionChange): Promise<void> {
    const before = await mustGet(id);
    const after = await store.connections.update(id, (row) => patchFrom(row, change));
    if (before.hasBasicAuth && !after.hasBasicAuth) await keyring.forget(id, 'basic');
    for (const name of before.secretHeaders) {
      if (!after.secretHeaders.includes(name)) await keyring.forget(id, `header:${name}`);
    }
    const isElsewhere = before.baseUrl !== after.baseUrl || before.kind !== after.kind;
    if (change.enabled === true || isElsewhere || change.options !== undefined) {
      servers.check(id).catch(() => undefined); // removed meanwhile
    }
  }

  /** Where there was one before, the new one is tried first: a refused one changes nothing. */
  async function tryOut(at: Connection, role: SecretRole, value: string): Promise<boolean> {
    const { fault, state } = await servers.examine(at.id, 'key', undefined, { role, value });
    if (fault?.kind === 'vault-locked') throw new FaultError(fault);
    if (fault && saysRefused.has(fault.kind)) {
      const message = 'message' in fault ? { message: fault.message } : {};
      throw new FaultError({ kind: 'new-key-refused', ...withoutGaps(message) });
    }
    return state === 'good';
  }

  async function setKey(
    id: string,
    role: SecretRole,
    typed: string,
    more: { expiresAt?: number | undefined; force?: boolean | undefined },
  ): Promise<Output<'connections.set-key'>> {
    const at = await mustGet(id);
    if (typed.trim() === '') {
      await keyring.forget(id, role);
      await store.connections.update(id, (row) => withRole(row, role, false));
      await servers.check(id);
      return { kept: 'none', tested: 'untested' };
    }
    const value = cleanSecret(role, typed);
    const { origin } = new URL(at.baseUrl);
    const hadOne = keyring
      .list()
      .some((each) => each.connectionId === id && each.role === role && each.origin === origin);
    const isTaken = hadOne && !more.force && (await tryOut(at, role, value));
    const { expiresAt } = more;
    const kept = await keyring.put({
      connectionId: id,
      baseUrl: at.baseUrl,
      role,
      value,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    });
    await store.connections.update(id, (row) => withRole(row, role, true));
    await servers.check(id);
    return { kept, tested: isTaken ? 'accepted' : 'untested' };
  }

  return {
    'connections.add': async (draft) => ({ id: await add(draft) }),
    'connections.update': async (change) => {
      await update(change);
      return null;
    },
    'connections.remove': async ({ id }) => {
      for (const live of chat.running()) {
        if (live.message.model?.connectionId === id) chat.stop(live.message.sessionId);
      }
      await store.connections.remove(id);
      await keyring.forget(id);
      servers.forget(id);
      return null;
    },
    'connections.set-key': ({ id, key, role = 'key', expiresAt, force }) =>
      setKey(id, role, key, { expiresAt, force }),
    'connections.check': async ({ id }) => {
      await servers.check(id);
      return null;
    },
    'connections.examine': ({ id, rung, model }) => servers.examine(id, rung, model),
    'connections.finish-sign-in': async ({ preset: presetId, code, verifier }) => {
      const { presetById } = await import('../domain/presets.ts');
      const preset = presetById(presetId);
      if (preset?.signIn !== 'openrouter')
        throw new FaultError({ kind: 'not-found', what: 'sign-in' });
      const { finishSignIn } = await import('../providers/sign-in.ts');
      const { baseUrl, kind, name } = preset;
      const signal = AbortSignal.timeout(signInTimeoutMs);
      const key = await finishSignIn({ baseUrl, code, verifier }, signal);
      const known = (await store.connections.list()).find(
        (each) => each.preset === presetId && each.baseUrl === baseUrl,
      );
      if (!known)
        return { id: await add({ kind, name, baseUrl, key, options: { preset: presetId } }) };
      // It comes from the server itself, so it need not be tried.
      await setKey(known.id, 'key', key, { force: true });
      return { id: known.id };
    },
    'models.refresh': async ({ connectionId }) => {
      const enabled = async () =>
        (await store.connections.list()).filter((each) => each.enabled).map((each) => each.id);
      const ids = connectionId === undefined ? await enabled() : [connectionId];
      await Promise.all(ids.map(servers.refresh));
      return null;
    },
    'models.describe': (ref) => servers.describe(ref),
    'models.seen': async ({ connectionId, name }) =>
      (await store.catalogues.get(connectionId))?.seen?.[name] ?? [],
  };
}

/** What the browser itself brings is at no address. */
function addressOf(kind: ProviderKind, typed: string): string {
  return pageAddressOf(kind) ?? parseAddress(typed).baseUrl;
}

function patchFrom(before: Connection, change: Omit<ConnectionChange, 'id'>): ConnectionPatch {
  const { options = {}, features = {}, baseUrl, kind, name, ...rest } = change;
  const own = withoutGaps(rest);
  const switches = { features: { ...before.features, ...withoutGaps(features) } };
  const { hiddenModels = before.hiddenModels, favouriteModels = before.favouriteModels } = options;
  // The deployer's word stands; how the person sees its models, and what they know of it, is the person's.
  const { memory = before.memory, launchSheets = before.launchSheets } = options;
  const persons = { hiddenModels, favouriteModels, ...withoutGaps({ memory, launchSheets }) };
  if (before.isDeployed) return { ...own, ...switches, ...persons };
  const spoken = kind ?? before.kind;
  const address =
    baseUrl === undefined && kind === undefined
      ? before.baseUrl
      : addressOf(spoken, baseUrl ?? before.baseUrl);
  // A zone was chosen for where it led then; somewhere else it could open a fence.
  const isMoved = originOf(address) !== originOf(before.baseUrl);
  return {
    ...own,
    ...switches,
    ...(isMoved ? { zone: undefined } : {}),
    ...options,
    ...withoutGaps({ name, kind }),
    baseUrl: address,
  };
}

function originOf(baseUrl: string): string {
  const { protocol, host } = new URL(baseUrl);
  return `${protocol}//${host}`;
}

/** The connection says which secrets it has had, and never what they are. */
function withRole(row: Connection, role: SecretRole, has: boolean): ConnectionPatch {
  if (role === 'key') return { needsKey: has };
  if (role === 'basic') return { hasBasicAuth: has };
  const name = role.slice('header:'.length);
  const others = row.secretHeaders.filter((each) => each.toLowerCase() !== name.toLowerCase());
  return { secretHeaders: has ? [...others, name] : others };
}
