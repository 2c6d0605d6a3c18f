/**
 * Everything that speaks to a server beside a turn, and the ways a turn may go: checks, lists, kept streams, a key on
 * trial, a rung of the doctor. Loaded with the first of them.
 */
import type { Zone } from '../domain/address.ts';
import { isAnyServer } from '../domain/any-server.ts';
import type { Connection } from '../domain/connection.ts';
import { digestsSeen } from '../domain/digests-seen.ts';
import type { EngineRung, RungFinding } from '../domain/doctor.ts';
import { FaultError, faultFrom } from '../domain/fault.ts';
import { isInside } from '../domain/fence.ts';
import type { Message } from '../domain/message.ts';
import type { Model, ModelRef, ModelView } from '../domain/model.ts';
import type { ModelDetails } from '../domain/model-details.ts';
import { newId } from '../lib/ids.ts';
import { createLazy } from '../lib/lazy.ts';
import { nowAt } from '../lib/timing.ts';
import type { Endpoint, Provider } from '../providers/contract.ts';
import { providers } from '../providers/registry.ts';
import type { Way } from '../providers/way.ts';
import { createDetails } from './details.ts';
import { type Candidate, explain, openEndpoint } from './endpoint.ts';
import { isLimited } from './is-limited.ts';
import { createLentProviders } from './lent-provider.ts';
import { modelViewsOf } from './model-views.ts';
import type { OpenedServer, ServerNotes, ServersDeps } from './servers.ts';
import { liesIn } from './zone.ts';

const dayMs = 86_400_000;
/** A cloud that is up is not asked more often than this by itself. */
const cloudEveryMs = 300_000;
const peekMs = 5000;
/** About what the doctor's first token uses. */
const trialTokens = 20;

export function createContact(deps: ServersDeps, notes: ServerNotes, ended: AbortSignal) {
  const { store, keyring } = deps;
  const lent = createLentProviders(deps.lentPorts);
  const gate = createLazy(async () => {
    const { createGate } = await import('./limits.ts');
    return createGate({ connection: store.connections.get, usageSince: store.usage.since });
  });

  async function mustGet(connectionId: string): Promise<Connection> {
    const connection = await store.connections.get(connectionId);
    if (!connection) throw new FaultError({ kind: 'connection-missing' });
    return connection;
  }

  async function endpointOf(
    connection: Connection,
    candidate?: Candidate,
  ): Promise<{ provider: Provider; endpoint: Endpoint }> {
    const provider = await providers[connection.kind]();
    const endpoint = await openEndpoint(
      { keyring, settings: deps.settings, lent: lent.open, pageModels: deps.pageModels },
      connection,
      provider,
      candidate,
    );
    return { provider, endpoint };
  }

  async function modelsOf(connection: Connection): Promise<readonly ModelView[]> {
    const known = await store.catalogues.get(connection.id);
    return modelViewsOf(connection, known?.models ?? [], deps.knownModels?.());
  }

  async function check(connectionId: string): Promise<void> {
    const connection = await mustGet(connectionId);
    const before = notes.health(connectionId);
    if (before.status === 'unknown')
      notes.set(connectionId, { status: 'checking', checkedAt: nowAt() });
    if (isCutOff(connection)) {
      notes.fail(connection, { kind: 'offline' });
      return;
    }
    let at: Endpoint | undefined;
    try {
      const { provider, endpoint } = await endpointOf(connection);
      at = endpoint;
      const state = await provider.check(endpoint, ended);
      if (endpoint.key === 'sent') keyring.noteUse(connectionId, false);
      notes.set(connectionId, {
        status: state.state,
        checkedAt: nowAt(),
        ...(state.version === undefined ? {} : { version: state.version }),
      });
      const cameBack = before.status === 'down' || before.status === 'loading';
      if (state.state === 'up' && (cameBack || (await isStale(connection))))
        await refresh(connectionId);
    } catch (error) {
      const fault = faultFrom(error);
      if (!ended.aborted) notes.fail(connection, at ? explain(fault, at) : fault);
    }
  }

  async function isStale({ id, catalogueDays }: Connection): Promise<boolean> {
    const known = await store.catalogues.get(id);
    const days = catalogueDays ?? deps.settings().catalogueDays;
    return !known || nowAt() - known.fetchedAt >= days * dayMs;
  }

  async function checkAll(): Promise<void> {
    const due = (await store.connections.list()).filter((each) => {
      const { status, checkedAt } = notes.health(each.id);
      const rests = status === 'up' && liesIn(each) === 'outside';
      return each.enabled && !(rests && nowAt() - checkedAt < cloudEveryMs);
    });
    await Promise.allSettled(due.map((each) => check(each.id)));
  }

  async function refresh(connectionId: string): Promise<void> {
    if (notes.isRefreshing(connectionId)) return;
    const connection = await mustGet(connectionId);
    notes.refreshes(connectionId, true);
    let at: Endpoint | undefined;
    try {
      const { provider, endpoint } = await endpointOf(connection);
      at = endpoint;
      const listed = await provider.listModels(endpoint, ended);
      await mustGet(connectionId); // removed while its server answered: its list must not come back
      const known = await store.catalogues.get(connectionId);
      const models = listed.map((each) => withKnown(each, known?.models));
      const fetchedAt = nowAt();
      const seen = digestsSeen(known?.seen, models, fetchedAt);
      await store.catalogues.put({ connectionId, fetchedAt, models, seen });
      notes.listFailed(connectionId, undefined);
    } catch (error) {
      const fault = faultFrom(error);
      const isGone = fault.kind === 'connection-missing' || ended.aborted;
      if (!isGone) notes.listFailed(connectionId, at ? explain(fault, at) : fault);
    } finally {
      notes.refreshes(connectionId, false);
    }
  }

  async function describe(ref: ModelRef): Promise<Model | null> {
    const connection = await mustGet(ref.connectionId);
    const known = async () => (await modelsOf(connection)).find(({ name }) => name === ref.name);
    const provider = await providers[connection.kind]();
    if (!connection.enabled || !provider.describeModel) return (await known()) ?? null;
    const { endpoint } = await endpointOf(connection);
    const described = await provider.describeModel(endpoint, ref.name, ended);
    const stored = await store.catalogues.get(ref.connectionId);
    if (stored) {
      const models = stored.models.map((each) =>
        each.name === ref.name ? { ...each, ...described, ...asItRuns(each) } : each,
      );
      await store.catalogues.put({ ...stored, models });
    }
    return (await known()) ?? described;
  }

  async function open(connectionId: string): Promise<OpenedServer> {
    const connection = await mustGet(connectionId);
    if (!connection.enabled)
      throw new FaultError({ kind: 'connection-off', name: connection.name });
    const { provider, endpoint } = await endpointOf(connection);
    return {
      provider,
      endpoint: { ...endpoint, headersMs: 0, idleMs: 0 },
      explain: (fault) => explain(fault, endpoint),
    };
  }

  /** Asked once per model as it is: its digest tells whether it has changed. */
  const detailsOf = createDetails(open, ended);
  async function details(ref: ModelRef): Promise<ModelDetails | null> {
    const known = await store.catalogues.get(ref.connectionId);
    return await detailsOf(ref, known?.models.find(({ name }) => name === ref.name)?.digest);
  }

  function wayTo(connection: Connection, name: string): Way {
    const ref = { connectionId: connection.id, name };
    return {
      model: ref,
      connectionName: connection.name,
      zone: liesIn(connection),
      open: async () => {
        // It may have been changed while the turn waited.
        const fresh = await mustGet(connection.id);
        if (!fresh.enabled) throw new FaultError({ kind: 'connection-off', name: fresh.name });
        const known = (await modelsOf(fresh)).find((each) => each.name === name);
        const { provider, endpoint } = await endpointOf(fresh);
        return {
          provider,
          endpoint,
          zone: liesIn(fresh),
          known,
          modelLoaded: known?.loaded,
          explain: (fault) =>
            fault.kind === 'unreachable' && isCutOff(fresh)
              ? { kind: 'offline' }
              : explain(fault, endpoint),
          admit: async (request, onWait, signal) => {
            if (!isLimited(fresh, name)) return () => undefined;
            return await (await gate()).admit({ ...ref, model: name, ...request }, onWait, signal);
          },
        };
      },
    };
  }

  /** Best first. Throws the fault that stands in the way of all. */
  async function ways(ref: ModelRef, fence: Zone): Promise<readonly Way[]> {
    if (!isAnyServer(ref)) {
      const connection = await mustGet(ref.connectionId);
      if (!connection.enabled)
        throw new FaultError({ kind: 'connection-off', name: connection.name });
      return [wayTo(connection, ref.name)];
    }
    const { candidatesFor } = await import('./routing.ts');
    const found = await candidatesFor(ref.name, fence, {
      connections: await store.connections.list(),
      modelsOf,
      health: notes.health,
      newestUsage: store.usage.newest,
    });
    if (found.length > 0) return found.map((connection) => wayTo(connection, ref.name));
    const within = fence === 'outside' ? {} : { fence };
    throw new FaultError({ kind: 'no-server-for-model', model: ref.name, ...within });
  }

  /** Asks the server only where it lies inside the fence. */
  async function keepsStream(message: Message, fence: Zone): Promise<boolean> {
    if (!message.model || message.resumeId === undefined) return false;
    const connection = await store.connections.get(message.model.connectionId);
    if (!connection?.enabled || connection.features.resume !== 'auto') return false;
    if (!isInside(liesIn(connection), fence)) return false;
    const { resume } = await providers[connection.kind]();
    if (!resume) return false;
    const peek = new AbortController();
    try {
      const { endpoint } = await endpointOf(connection);
      const signal = AbortSignal.any([peek.signal, AbortSignal.timeout(peekMs)]);
      for await (const _event of resume.replay(endpoint, message.resumeId, signal)) return true;
      return false;
    } catch {
      return false; // gone, or out of reach: the reply is continued in the ordinary way
    } finally {
      peek.abort();
    }
  }

  async function examine(
    connectionId: string,
    rung: EngineRung,
    model: string | undefined,
    candidate?: Candidate,
  ): Promise<RungFinding> {
    const connection = await mustGet(connectionId);
    const { examine: examineRung } = await import('../providers/examine.ts');
    const pageOrigin = deps.pageOrigin?.();
    let leave = (): void => undefined;
    try {
      // The doctor's word costs what a chat's costs, so the person's limits hold for it as well.
      if (rung === 'first-token' && isLimited(connection, model ?? '')) {
        const wish = { messageId: newId(), tokens: trialTokens, cost: 0 };
        const of = { connectionId, model: model ?? '', ...wish };
        leave = await (await gate()).admit(of, () => undefined, ended);
      }
      const { provider, endpoint } = await endpointOf(connection, candidate);
      const ask = {
        rung,
        ...(model === undefined ? {} : { model }),
        ...(pageOrigin === undefined ? {} : { pageOrigin }),
      };
      return await examineRung(endpoint, provider, ask, ended);
    } catch (error) {
      return { rung, state: 'bad', fault: faultFrom(error) };
    } finally {
      leave();
    }
  }

  return {
    check,
    checkAll,
    refresh,
    describe,
    ways,
    keepsStream,
    open,
    details,
    examine,
    viewsOf: (connection: Connection, listed: readonly Model[]): ModelView[] =>
      modelViewsOf(connection, listed, deps.knownModels?.()),
    pagesChanged: lent.look,
    stop: lent.close,
  };
}

/** The browser says that it is offline, and the address needs the internet. */
function isCutOff(connection: Connection): boolean {
  return globalThis.navigator?.onLine === false && liesIn(connection) === 'outside';
}

/** The context that a loaded model runs with is smaller, and truer, than the one it was made for. */
function asItRuns({ loaded, contextLength }: Model): Partial<Model> {
  return loaded && contextLength !== undefined ? { contextLength } : {};
}

/** A list leaves out what `describe` has told before: kept as long as the model is the same one. */
function withKnown(listed: Model, known: readonly Model[] | undefined): Model {
  const before = known?.find((each) => each.name === listed.name);
  if (!before || (before.digest !== undefined && before.digest !== listed.digest)) return listed;
  const { contextLength, abilities } = before;
  return {
    ...(contextLength === undefined ? {} : { contextLength }),
    ...(abilities === undefined ? {} : { abilities }),
    ...listed,
  };
}
