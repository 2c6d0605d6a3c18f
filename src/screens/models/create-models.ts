/**
 * The models screen at work: the rows of all servers with what runs and waits for each, the dialog that is open, and the
 * verbs. Made once per visit; its parts find it in the context.
 */
import { useNavigate, useSearchParams } from '@solidjs/router';
import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import type { Job, JobTask } from '../../domain/job.ts';
import { cardUrl, isSameModelName, modelNameKey } from '../../domain/model-name.ts';
import { hasPower } from '../../domain/model-powers.ts';
import { words } from '../../i18n/i18n.ts';
import { newId } from '../../lib/ids.ts';
import type { AppState } from '../../state/create-state.ts';
import { createJobs, type JobsState } from '../../state/jobs.ts';
import { createRunning, type RunningState } from '../../state/running.ts';
import { modelPart } from './model-address.ts';
import { type ModelRow, mergeRows, modelRows, refOf, rowId } from './model-rows.ts';
import { type ListVerb, type ModelVerb, verbsFor } from './model-verbs.ts';

/** The dialog that is open. */
export type Asked =
  | { readonly dialog: 'details' | 'copy' | 'push'; readonly row: ModelRow }
  | { readonly dialog: 'delete'; readonly rows: readonly ModelRow[] }
  /** To be pulled on servers that have them not. */
  | { readonly dialog: 'places'; readonly names: readonly string[] }
  | { readonly dialog: 'updates' }
  /** A model is to be added to this browser. */
  | { readonly dialog: 'add' };

export type Models = {
  /** Of all servers that are on, unfiltered. */
  readonly rows: Accessor<readonly ModelRow[]>;
  /** Servers that pull by name. */
  readonly able: Accessor<readonly ConnectionView[]>;
  readonly jobs: JobsState;
  readonly running: RunningState;
  /** Work that waits or runs, of all servers. */
  readonly openJobs: Accessor<readonly Job[]>;
  readonly jobOf: (row: ModelRow) => Job | undefined;
  readonly isLoaded: (row: ModelRow) => boolean;
  readonly verbsOf: (row: ModelRow) => readonly ModelVerb[];
  readonly asked: Accessor<Asked | undefined>;
  readonly ask: (asked: Asked) => void;
  readonly close: () => void;
  readonly run: (verb: ModelVerb, row: ModelRow) => void;
  readonly runList: (verb: ListVerb) => void;
  /** One job per row, together per server. */
  readonly queue: (rows: readonly ModelRow[], task: (row: ModelRow) => JobTask) => Promise<void>;
  readonly pull: (connectionId: string, name: string) => Promise<boolean>;
};

/** `part`: of the address. */
export function createModels(state: AppState, part: Accessor<string | undefined>): Models {
  const navigate = useNavigate();
  const [query] = useSearchParams<{ c?: string; name?: string; add?: string }>();
  const jobs = createJobs(state.engine, state.notices.showFault);
  const running = createRunning(state.engine);
  const [chosen, setAsked] = createSignal<Asked>();
  const open = jobs.watchList(() => ({ from: 0, count: 200 }));
  const openJobs = createMemo(() =>
    (open.value?.rows ?? []).filter(
      ({ state: now }) => now === 'running' || now === 'waiting' || now === 'paused',
    ),
  );
  /** The first of a model: one that runs stands before those that wait. */
  const jobsByModel = createMemo(() => {
    const found = new Map<string, Job>();
    for (const job of openJobs()) {
      const key = jobKey(job.connectionId, job.task.model);
      if (!found.has(key)) found.set(key, job);
    }
    return found;
  });
  const rows = createMemo(() => modelRows(state.connections.list, state.connections.catalogues));
  /** The same one as long as it is the same model: its dialog stays as it is when the list comes anew. */
  const named = createMemo(
    () => {
      const { c, name = '' } = query;
      if (part() !== modelPart) return undefined;
      return rows().find((row) => row.connection.id === c && isSameModelName(row.model.name, name));
    },
    undefined,
    { equals: (one, other) => one?.id === other?.id },
  );
  /** The address may ask for a dialog too: a reminder leads there, the first steps, and whoever has just made a model. */
  const asked = createMemo((): Asked | undefined => {
    const row = named();
    if (chosen()) return chosen();
    if (row) return { dialog: 'details', row };
    if (part() === 'updates') return { dialog: 'updates' };
    return query.add === 'browser' ? { dialog: 'add' } : undefined;
  });
  const able = createMemo(() =>
    state.connections.list.filter(({ enabled, kind }) => enabled && hasPower(kind, 'build')),
  );
  const placesByKey = createMemo(
    () =>
      new Map(
        mergeRows(rows(), state.connections.list).map((places) => [
          modelNameKey(places.name),
          places,
        ]),
      ),
  );
  const placesOf = ({ model }: ModelRow) => placesByKey().get(modelNameKey(model.name));
  const isLoaded = (row: ModelRow) => {
    const held = running.of(row.connection.id);
    if (held && !held.fault) return running.model(row.connection.id, row.model.name) !== undefined;
    return row.model.loaded ?? row.model.state === 'loaded';
  };

  async function queue(of: readonly ModelRow[], taskOf: (row: ModelRow) => JobTask): Promise<void> {
    const [only] = of;
    if (only && of.length === 1) {
      await jobs.add(only.connection.id, taskOf(only));
      return;
    }
    for (const id of new Set(of.map(({ connection }) => connection.id))) {
      await jobs.addAll(id, of.filter(({ connection }) => connection.id === id).map(taskOf));
    }
  }

  async function startChat(row: ModelRow): Promise<void> {
    const made = await state.sessions.create({ id: newId(), model: refOf(row) });
    if (made) navigate(`/s/${encodeURIComponent(made.id)}`);
  }

  const models: Models = {
    rows,
    able,
    jobs,
    running,
    openJobs,
    jobOf: ({ connection, model }) => jobsByModel().get(jobKey(connection.id, model.name)),
    isLoaded,
    verbsOf: (row) =>
      verbsFor(row, {
        isLoaded: isLoaded(row),
        hasCard: cardUrl(row.model.name) !== undefined && hasPower(row.connection.kind, 'build'),
        hasOtherServers:
          hasPower(row.connection.kind, 'build') && (placesOf(row)?.missing.length ?? 0) > 0,
      }),
    asked,
    ask: setAsked,
    close: () => {
      setAsked(undefined);
      const isAsked = part() === 'updates' || part() === modelPart || query.add !== undefined;
      if (isAsked) navigate('/models', { replace: true });
    },
    queue,
    pull: async (connectionId, name) =>
      (await jobs.add(connectionId, { kind: 'pull', model: name })) !== undefined,
    run: (verb, row) => {
      if (!models.verbsOf(row).includes(verb)) {
        state.notices.show(words().models.cannot(words().models.verbs[verb], row.model.name));
        return;
      }
      const { name } = row.model;
      const on: Readonly<Record<ModelVerb, () => void>> = {
        details: () => setAsked({ dialog: 'details', row }),
        copy: () => setAsked({ dialog: 'copy', row }),
        push: () => setAsked({ dialog: 'push', row }),
        delete: () => setAsked({ dialog: 'delete', rows: [row] }),
        places: () => setAsked({ dialog: 'places', names: [name] }),
        chat: () => void startChat(row),
        load: () => void queue([row], () => ({ kind: 'load', model: name })),
        unload: () => void queue([row], () => ({ kind: 'unload', model: name })),
        pull: () => void queue([row], () => ({ kind: 'pull', model: name })),
        create: () => navigate(createAddress(row)),
        card: () => {
          const url = cardUrl(name);
          if (url) window.open(url, '_blank', 'noopener,noreferrer');
        },
      };
      on[verb]();
    },
    runList: (verb) => {
      if (verb === 'pull-all') setAsked({ dialog: 'updates' });
      else {
        for (const { id, enabled } of state.connections.list) {
          if (enabled) void state.connections.refreshModels(id);
        }
      }
    },
  };
  return models;
}

/** Where the form for new models begins with this one. */
function createAddress(row: ModelRow): string {
  const { connectionId, name } = refOf(row);
  return `/models/create?c=${encodeURIComponent(connectionId)}&base=${encodeURIComponent(name)}`;
}

function jobKey(connectionId: string, model: string): string {
  return rowId({ connectionId, name: modelNameKey(model) });
}
