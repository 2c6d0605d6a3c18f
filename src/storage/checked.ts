/** The border between stored rows and types: every row is checked as it comes up; a damaged one is noted and left out. */
import * as z from 'zod/mini';

export type Damage = { readonly table: string; readonly key: string };

export type Checked = {
  /** `undefined` for a row that is not there, and for one that is damaged. */
  readonly one: <S extends z.ZodMiniType>(
    table: string,
    schema: S,
    row: unknown,
  ) => z.output<S> | undefined;
  readonly many: <S extends z.ZodMiniType>(
    table: string,
    schema: S,
    rows: readonly unknown[],
  ) => z.output<S>[];
};

export function createChecked(onDamage: (damage: Damage) => void): Checked {
  const one: Checked['one'] = (table, schema, row) => {
    if (row === undefined) return undefined;
    const result = z.safeParse(schema, row);
    if (result.success) return result.data;
    onDamage({ table, key: keyOf(row) });
    return undefined;
  };
  return {
    one,
    many: (table, schema, rows) =>
      rows.map((row) => one(table, schema, row)).filter((row) => row !== undefined),
  };
}

function keyOf(row: unknown): string {
  if (typeof row !== 'object' || row === null) return '';
  const { id, key, sessionId, connectionId } = row as Record<string, unknown>;
  return String(id ?? key ?? sessionId ?? connectionId ?? '').slice(0, 100);
}
