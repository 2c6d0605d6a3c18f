/** What replies have used, one small row each: for limits, routing and the dashboards. */
import { type UsageRow, usageRow } from '../domain/usage.ts';
import type { Checked } from './checked.ts';
import { type Rows, spanOf } from './rows.ts';

export type Usages = {
  /** `joins`: a reply that went on has used this on top of what its row says already. */
  readonly put: (row: UsageRow, joins: boolean) => Promise<void>;
  /** Of one connection, ended at or after `from`, oldest first. */
  readonly since: (connectionId: string, from: number) => Promise<UsageRow[]>;
  /** Of one connection, newest first. */
  readonly newest: (connectionId: string, count: number) => Promise<UsageRow[]>;
};

const byConnection = '[connectionId+at]';

export function createUsages(rows: Rows, checked: Checked): Usages {
  return {
    put: (row, joins) =>
      rows.transaction(['usage'], async (inside) => {
        const before = joins
          ? checked.one('usage', usageRow, await inside.get('usage', row.id))
          : undefined;
        await inside.put('usage', before === undefined ? row : joined(before, row));
      }),
    since: async (connectionId, from) => {
      const span = { ...spanOf(byConnection, connectionId), from: [connectionId, from] };
      return checked.many('usage', usageRow, await rows.list('usage', span));
    },
    newest: async (connectionId, count) => {
      const span = { ...spanOf(byConnection, connectionId), reverse: true, limit: count };
      return checked.many('usage', usageRow, await rows.list('usage', span));
    },
  };
}

/** Amounts add up; times and speed are those of the newer request. */
function joined(before: UsageRow, row: UsageRow): UsageRow {
  const cost =
    before.cost === undefined && row.cost === undefined
      ? {}
      : { cost: (before.cost ?? 0) + (row.cost ?? 0) };
  return {
    ...row,
    promptTokens: before.promptTokens + row.promptTokens,
    completionTokens: before.completionTokens + row.completionTokens,
    cachedTokens: before.cachedTokens + row.cachedTokens,
    ...cost,
  };
}
