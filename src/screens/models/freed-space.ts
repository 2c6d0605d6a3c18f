/** What deleting models would free: which of the others must be looked at, and the answer over several servers. Pure. */
import { type Freed, freedBy, type StoredModel } from '../../domain/shared-layers.ts';
import type { ModelRow } from './model-rows.ts';

/** More are not asked: a server with hundreds of one kind would be asked for long. */
export const mostAsked = 40;

/** Those that may share weights with what goes: the same kind and size of model. What goes comes first. */
export function rowsToAsk(going: readonly ModelRow[], all: readonly ModelRow[]): ModelRow[] {
  const others = all.filter(
    (other) => !isIn(going, other) && going.some((row) => mayShare(row, other)),
  );
  return [...going, ...others].slice(0, mostAsked);
}

function mayShare(one: ModelRow, other: ModelRow): boolean {
  if (one.connection.id !== other.connection.id) return false;
  const [a, b] = [one.model, other.model];
  if (a.digest !== undefined && a.digest === b.digest) return true;
  return (
    a.family === b.family &&
    a.parameterSize === b.parameterSize &&
    a.quantization === b.quantization
  );
}

/** `blobs` by the row's id, as far as they are known. Servers share nothing with each other. */
export function freedOn(
  going: readonly ModelRow[],
  all: readonly ModelRow[],
  blobs: ReadonlyMap<string, readonly string[]>,
): Freed {
  const servers = [...new Set(going.map(({ connection }) => connection.id))];
  const each = servers.map((id) => {
    const own = all.filter(({ connection }) => connection.id === id);
    const leaving = going.filter(({ connection }) => connection.id === id);
    return freedBy(
      own.map((row) => storedFrom(row, blobs.get(row.id))),
      new Set(leaving.map(({ model }) => model.name)),
    );
  });
  return {
    bytes: each.reduce((sum, { bytes }) => sum + bytes, 0),
    sharedWith: each.flatMap(({ sharedWith }) => sharedWith),
    unknown: each.flatMap(({ unknown }) => unknown),
  };
}

function storedFrom({ model }: ModelRow, blobs: readonly string[] | undefined): StoredModel {
  const { name, sizeBytes, digest } = model;
  return {
    name,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(digest === undefined ? {} : { digest }),
    ...(blobs === undefined ? {} : { blobs }),
  };
}

function isIn(rows: readonly ModelRow[], row: ModelRow): boolean {
  return rows.some(({ id }) => id === row.id);
}
