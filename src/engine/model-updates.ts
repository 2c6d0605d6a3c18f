/**
 * Pulls the models of servers whose plan says so, once they are due and it is the hour for it: while the app is open, or
 * at its next start. Loaded only where there is such a plan. Who of several engines does it is decided by the row. What
 * the queue has no room for stays in the plan and is added by a later look.
 */
import type { Connection } from '../domain/connection.ts';
import { faultFrom } from '../domain/fault.ts';
import type { JobTask } from '../domain/job.ts';
import type { ModelDetails } from '../domain/model-details.ts';
import { type ModelName, modelNameKey, parseModelName } from '../domain/model-name.ts';
import {
  isInUpdateHours,
  isUpdateDue,
  type Updatable,
  type UpdatePlan,
} from '../domain/model-updates.ts';
import type { Store } from '../storage/store.ts';

export type UpdateDeps = {
  readonly store: Pick<Store, 'connections' | 'catalogues' | 'jobs'>;
  readonly add: (batch: {
    connectionId: string;
    tasks: JobTask[];
    upTo: true;
  }) => Promise<{ left: string[] }>;
  readonly details: (ref: { connectionId: string; name: string }) => Promise<ModelDetails | null>;
  readonly nowAt: () => number;
};

type Looked = { readonly name: string } | Updatable['apart'][number];

/** So many models are asked for at once. */
const asksAtOnce = 4;

export async function pullWhatIsDue(deps: UpdateDeps): Promise<void> {
  for (const connection of await deps.store.connections.list()) {
    if (!isHere(connection, deps.nowAt())) continue;
    // A server that is away, or a full queue: it is due again at the next look.
    await pullAll(deps, connection).catch(() => undefined);
  }
}

async function pullAll(deps: UpdateDeps, { id, modelUpdates }: Connection): Promise<void> {
  const listed = await namesOf(deps, id);
  if (listed.length === 0) return;
  // Those that wait for room were sorted when they were due.
  const names = modelUpdates?.rest?.length ? listed : (await updatable(deps, id)).names;
  const before = await claim(deps, id, deps.nowAt());
  if (!before) return;
  const { rest } = before;
  const wanted = rest?.length ? names.filter((name) => rest.includes(name)) : names;
  if (wanted.length === 0) return;
  try {
    const tasks = wanted.map((model): JobTask => ({ kind: 'pull', model }));
    const { left } = await deps.add({ connectionId: id, tasks, upTo: true });
    if (left.length > 0) await mark(deps, id, { lastAt: before.lastAt, rest: left });
  } catch (error) {
    await mark(deps, id, { lastAt: before.lastAt, rest });
    throw error;
  }
}

/** What is pulled again, and what only a person should ask for. Throws where the server cannot be asked. */
export async function updatable(
  deps: Pick<UpdateDeps, 'store' | 'details'>,
  connectionId: string,
): Promise<Updatable> {
  const rows = await deps.store.jobs.rows();
  const log = await rows.inStates(['running', 'waiting', 'paused', 'done']);
  const made = new Set(
    log.flatMap(({ connectionId: of, task }) => {
      if (of !== connectionId) return [];
      if (task.kind === 'copy') return [modelNameKey(task.to)];
      return task.kind === 'create' || task.kind === 'import' ? [modelNameKey(task.model)] : [];
    }),
  );
  const models = (await deps.store.catalogues.get(connectionId))?.models ?? [];

  async function look(name: string, known: string | undefined): Promise<Looked | undefined> {
    const parsed = parseModelName(name);
    if (parsed.ok && isCloud(parsed.name)) return { name, why: 'cloud' };
    if (made.has(modelNameKey(name))) return { name, why: 'made' };
    const parent = known ?? (await parentOf(name));
    // One that is gone by now is nobody's any more.
    if (parent === null) return undefined;
    return parent === undefined ? { name } : { name, why: 'parent', parent };
  }

  async function parentOf(name: string): Promise<string | null | undefined> {
    try {
      return (await deps.details({ connectionId, name }))?.model.parent;
    } catch (error) {
      const { kind } = faultFrom(error);
      if (kind === 'model-missing') return null;
      // A server of another kind does not tell, and one model that it cannot show does not hold up the others.
      if (kind === 'unsupported' || kind === 'server-error') return undefined;
      throw error;
    }
  }

  const names: string[] = [];
  const apart: Updatable['apart'][number][] = [];
  for (let at = 0; at < models.length; at += asksAtOnce) {
    const part = models.slice(at, at + asksAtOnce);
    for (const each of await Promise.all(part.map(({ name, parent }) => look(name, parent)))) {
      if (!each) continue;
      if ('why' in each) apart.push(each);
      else names.push(each.name);
    }
  }
  return { names, apart };
}

function isCloud({ isCloud: isNamedSo, tag }: ModelName): boolean {
  return isNamedSo || tag === 'cloud' || tag.endsWith('-cloud');
}

async function namesOf({ store }: UpdateDeps, id: string): Promise<string[]> {
  return ((await store.catalogues.get(id))?.models ?? []).map(({ name }) => name);
}

function isHere({ enabled, modelUpdates: plan }: Connection, at: number): boolean {
  return (
    enabled &&
    plan?.how === 'pull' &&
    isUpdateDue(plan, at) &&
    isInUpdateHours(plan, new Date(at).getHours())
  );
}

type Round = Pick<UpdatePlan, 'lastAt' | 'rest'>;

/** How far it was before, or `undefined` where another engine was first. */
async function claim({ store }: UpdateDeps, id: string, at: number): Promise<Round | undefined> {
  let before: Round | undefined;
  await store.connections.update(id, ({ modelUpdates: plan }) => {
    before = undefined;
    if (!plan || !isUpdateDue(plan, at)) return {};
    const { rest, ...kept } = plan;
    before = { lastAt: plan.lastAt, rest };
    return { modelUpdates: { ...kept, lastAt: at } };
  });
  return before;
}

async function mark({ store }: UpdateDeps, id: string, { lastAt, rest }: Round): Promise<void> {
  await store.connections.update(id, ({ modelUpdates: plan }) =>
    plan ? { modelUpdates: { ...plan, lastAt, ...(rest ? { rest } : {}) } } : {},
  );
}
