/** The list of installed models as it is shown: what is typed into the filter, order and layout, and what is selected. */
import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { Job } from '../../domain/job.ts';
import { modelNameKey } from '../../domain/model-name.ts';
import type { AppState } from '../../state/create-state.ts';
import type { Models } from './create-models.ts';
import {
  filterRows,
  hasWords,
  layOut,
  type ModelEntry,
  type ModelRow,
  sortRows,
  spaceOf,
} from './model-rows.ts';

/** Something that is being fetched or made and is not in the list yet. */
export type Coming = { readonly is: 'coming'; readonly id: string; readonly job: Job };
export type ListEntry = ModelEntry | Coming;

export type ModelList = {
  readonly filter: Accessor<string>;
  readonly setFilter: (text: string) => void;
  readonly entries: Accessor<readonly ListEntry[]>;
  readonly entry: (id: string) => ListEntry | undefined;
  readonly rows: Accessor<readonly ModelRow[]>;
  readonly spaceBytes: Accessor<number>;
  readonly selected: Accessor<readonly ModelRow[]>;
  readonly isSelected: (id: string) => boolean;
  readonly toggle: (id: string) => void;
  /** From the one toggled last to this one, in the order shown. */
  readonly toggleTo: (id: string) => void;
  readonly selectAll: () => void;
  readonly clearSelection: () => void;
};

const bringing = new Set(['pull', 'create', 'import']);

export function createModelList(state: AppState, models: Models): ModelList {
  const [filter, setFilter] = createSignal('');
  const [picked, setPicked] = createSignal<ReadonlySet<string>>(new Set());
  let lastToggled: string | undefined;

  const rows = createMemo(() =>
    sortRows(filterRows(models.rows(), filter()), state.settings.value.modelSort),
  );
  const coming = createMemo(() => {
    const installed = new Set(
      models.rows().map(({ connection, model }) => keyOf(connection.id, model.name)),
    );
    return models.openJobs().flatMap((job): Coming[] => {
      const { task, connectionId, id } = job;
      const isNew = bringing.has(task.kind) && !installed.has(keyOf(connectionId, task.model));
      const isShown = isNew && hasWords(`${task.model} ${job.connectionName}`, filter());
      return isShown ? [{ is: 'coming', id: `job ${id}`, job }] : [];
    });
  });
  const entries = createMemo<readonly ListEntry[]>(() => [
    ...coming(),
    ...layOut(rows(), state.settings.value.modelLayout, state.connections.list),
  ]);
  const byId = createMemo(() => new Map(entries().map((entry) => [entry.id, entry])));
  // What is gone, or hidden by the filter, is not selected: a press on Delete must not reach what nobody sees.
  const selected = createMemo(() => rows().filter(({ id }) => picked().has(id)));
  const shownIds = () => rows().map(({ id }) => id);

  return {
    filter,
    setFilter,
    entries,
    entry: (id) => byId().get(id),
    rows,
    spaceBytes: createMemo(() => spaceOf(models.rows())),
    selected,
    isSelected: (id) => picked().has(id),
    toggle: (id) => {
      lastToggled = id;
      setPicked((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      });
    },
    toggleTo: (id) => {
      const ids = shownIds();
      const from = ids.indexOf(lastToggled ?? id);
      const to = ids.indexOf(id);
      const span = ids.slice(Math.min(from, to), Math.max(from, to) + 1);
      setPicked((before) => new Set([...before, ...span]));
    },
    selectAll: () => setPicked(new Set(shownIds())),
    clearSelection: () => setPicked(new Set<string>()),
  };
}

function keyOf(connectionId: string, name: string): string {
  return `${connectionId}/${modelNameKey(name)}`;
}
