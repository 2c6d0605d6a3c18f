/** The installed models of all servers as rows: gathered, filtered, ordered, and laid out. Pure. */
import type { ConnectionView } from '../../domain/connection.ts';
import type { CatalogueView, ModelRef, ModelView } from '../../domain/model.ts';
import { modelNameKey } from '../../domain/model-name.ts';
import type { ModelLayout, ModelSort } from '../../domain/model-order.ts';
import { hasPower } from '../../domain/model-powers.ts';

export type ModelRow = {
  /** Of the model on this server; unique over all of them. */
  readonly id: string;
  readonly connection: ConnectionView;
  readonly model: ModelView;
};

/** One line of the windowed list. */
export type ModelEntry =
  | { readonly is: 'model'; readonly id: string; readonly row: ModelRow }
  | { readonly is: 'server'; readonly id: string; readonly connection: ConnectionView }
  | { readonly is: 'merged'; readonly id: string; readonly places: Places };

/** One model by its name on several servers. */
export type Places = {
  readonly name: string;
  readonly rows: readonly ModelRow[];
  /** Whether all of them have the same digest; `undefined` where one does not tell, or there is one only. */
  readonly isSame: boolean | undefined;
  /** Servers that could pull it and have it not. */
  readonly missing: readonly ConnectionView[];
};

export function rowId({ connectionId, name }: ModelRef): string {
  return `${connectionId}/${name}`;
}

export function refOf({ connection, model }: ModelRow): ModelRef {
  return { connectionId: connection.id, name: model.name };
}

/** Models of servers that are switched off are left out; those of one that is down are shown as last seen. */
export function modelRows(
  connections: readonly ConnectionView[],
  catalogues: readonly CatalogueView[],
): ModelRow[] {
  return connections
    .filter((connection) => connection.enabled && listsInstalled(connection))
    .flatMap((connection) =>
      (catalogues.find((each) => each.connectionId === connection.id)?.models ?? []).map(
        (model) => ({
          id: rowId({ connectionId: connection.id, name: model.name }),
          connection,
          model,
        }),
      ),
    );
}

/** A cloud's catalogue is an offer, not something on a disk of yours. */
export function listsInstalled({ kind, liesIn }: ConnectionView): boolean {
  return hasPower(kind, 'jobs') || hasPower(kind, 'panel') || liesIn !== 'outside';
}

/** Every word must be somewhere in what the row shows. */
export function filterRows(rows: readonly ModelRow[], text: string): readonly ModelRow[] {
  if (text.trim() === '') return rows;
  return rows.filter(({ connection, model }) => {
    const { name, title, family, quantization, parameterSize, abilities = [] } = model;
    const shown = [name, title, family, quantization, parameterSize, connection.name, ...abilities];
    return hasWords(shown.join(' '), text);
  });
}

/** All words of the filter are in what is shown of a row. */
export function hasWords(shown: string, filter: string): boolean {
  const lower = shown.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** One for all: making one for every comparison costs more than comparing. */
const collator = new Intl.Collator(undefined, { numeric: true });
const byName = (a: ModelRow, b: ModelRow) =>
  collator.compare(a.model.name, b.model.name) ||
  collator.compare(a.connection.name, b.connection.name);

/** What is not told comes last, whichever way the order runs. */
function byFigure(figure: (row: ModelRow) => number | undefined, direction: 1 | -1) {
  return (a: ModelRow, b: ModelRow): number => {
    const [one, other] = [figure(a), figure(b)];
    if (one === undefined || other === undefined) {
      return Number(one === undefined) - Number(other === undefined) || byName(a, b);
    }
    return (one - other) * direction || byName(a, b);
  };
}

const sizeOf = ({ model }: ModelRow) => model.sizeBytes;
const changedAt = ({ model }: ModelRow) => model.modifiedAt;
const orders: Readonly<Record<ModelSort, (a: ModelRow, b: ModelRow) => number>> = {
  'size-down': byFigure(sizeOf, -1),
  'size-up': byFigure(sizeOf, 1),
  'name-up': byName,
  'name-down': (a, b) => byName(b, a),
  newest: byFigure(changedAt, -1),
  oldest: byFigure(changedAt, 1),
};

export function sortRows(rows: readonly ModelRow[], sort: ModelSort): ModelRow[] {
  return rows.toSorted(orders[sort]);
}

/** `rows` are in their order; groups keep it. */
export function layOut(
  rows: readonly ModelRow[],
  layout: ModelLayout,
  connections: readonly ConnectionView[],
): ModelEntry[] {
  if (layout === 'servers') {
    return connections.flatMap((connection): ModelEntry[] => {
      const own = rows.filter((row) => row.connection.id === connection.id);
      if (own.length === 0) return [];
      return [{ is: 'server', id: connection.id, connection }, ...own.map(entryOf)];
    });
  }
  if (layout === 'merged') {
    return mergeRows(rows, connections).map((places) => ({
      is: 'merged',
      id: `= ${places.name}`,
      places,
    }));
  }
  return rows.map(entryOf);
}

function entryOf(row: ModelRow): ModelEntry {
  return { is: 'model', id: row.id, row };
}

/** Each model once, where its first row stands. */
export function mergeRows(
  rows: readonly ModelRow[],
  connections: readonly ConnectionView[],
): Places[] {
  const byKey = new Map<string, ModelRow[]>();
  for (const row of rows) {
    const key = modelNameKey(row.model.name);
    byKey.set(key, [...(byKey.get(key) ?? []), row]);
  }
  const able = connections.filter(({ enabled, kind }) => enabled && hasPower(kind, 'build'));
  return [...byKey.values()].map((own) => ({
    name: own[0]?.model.name ?? '',
    rows: own,
    isSame: isSame(own.map(({ model }) => model.digest)),
    missing: able.filter(({ id }) => !own.some((row) => row.connection.id === id)),
  }));
}

function isSame(digests: readonly (string | undefined)[]): boolean | undefined {
  if (digests.length < 2 || digests.includes(undefined)) return undefined;
  const bare = digests.map((digest) => digest?.replace(/^sha256:/, ''));
  return new Set(bare).size === 1;
}

/** A copy of the same digest on one server takes no space of its own. */
export function spaceOf(rows: readonly ModelRow[]): number {
  const sizes = new Map<string, number>();
  for (const { id, connection, model } of rows) {
    const key = model.digest === undefined ? id : `${connection.id}/${model.digest}`;
    sizes.set(key, model.sizeBytes ?? 0);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

export type PullPlan = {
  readonly connection: ConnectionView;
  /** Those of the wanted models that it does not have. */
  readonly names: readonly string[];
};

/** Which servers could pull which of these models; those that have all are left out. */
export function pullPlans(
  names: readonly string[],
  rows: readonly ModelRow[],
  able: readonly ConnectionView[],
): PullPlan[] {
  const wanted = new Map(names.map((name) => [modelNameKey(name), name]));
  return able.flatMap((connection) => {
    const there = new Set(
      rows
        .filter((row) => row.connection.id === connection.id)
        .map(({ model }) => modelNameKey(model.name)),
    );
    const missing = [...wanted].flatMap(([key, name]) => (there.has(key) ? [] : [name]));
    return missing.length === 0 ? [] : [{ connection, names: missing }];
  });
}
