/**
 * The rows of the models in this browser. Their bytes lie elsewhere (see `model-files.ts`), so they are no part of a
 * backup: a row without its files would promise a model that cannot answer.
 */
import { type PageModel, pageModel } from '../domain/page-model.ts';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';

export type PageModelRows = {
  readonly list: () => Promise<PageModel[]>;
  readonly get: (name: string) => Promise<PageModel | undefined>;
  readonly put: (model: PageModel) => Promise<void>;
  /** Reads and writes in one step; nothing is written where there is no such model. */
  readonly change: (name: string, change: (before: PageModel) => PageModel) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
};

const table = 'pageModels';

export function createPageModelRows(rows: Rows, checked: Checked): PageModelRows {
  return {
    list: async () => {
      const found = checked.many(table, pageModel, await rows.list(table));
      return found.sort((a, b) => a.addedAt - b.addedAt);
    },
    get: async (name) => checked.one(table, pageModel, await rows.get(table, name)),
    put: (model) => rows.put(table, model),
    change: (name, change) =>
      rows.transaction([table], async (inside) => {
        const before = checked.one(table, pageModel, await inside.get(table, name));
        if (before) await inside.put(table, change(before));
      }),
    remove: (name) => rows.remove(table, name),
  };
}
