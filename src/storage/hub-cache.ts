/**
 * What the hub of models said, kept so that it can be read again without a network: the answers used last, with the
 * moment they were given. They share the table of odds and ends with other rows and keep to their own keys.
 */
import * as z from 'zod/mini';
import type { Checked } from './checked.ts';
import type { Rows } from './rows.ts';

export type Kept<Value> = { readonly fetchedAt: number; readonly value: Value };

export type HubCache = {
  readonly get: <S extends z.ZodMiniType>(
    key: string,
    schema: S,
  ) => Promise<Kept<z.output<S>> | undefined>;
  /** Drops those used longest ago beyond the limit. */
  readonly put: (key: string, value: unknown, at: number) => Promise<void>;
  /** It was of use again. */
  readonly touch: (key: string, at: number) => Promise<void>;
  /** Keys that begin like this, with their values, the newest answer first. */
  readonly list: <S extends z.ZodMiniType>(
    prefix: string,
    schema: S,
  ) => Promise<readonly (Kept<z.output<S>> & { readonly key: string })[]>;
};

export const hubCacheSize = 50;

/** A use is noted no more often than this: a list that is looked at should not be written all the time. */
const noteEveryMs = 60_000;

const prefix = 'hub:';
const row = z.object({
  key: z.string(),
  fetchedAt: z.number(),
  usedAt: z.number(),
  value: z.unknown(),
});

export function createHubCache(rows: Rows, checked: Checked): HubCache {
  const spanOf = (begin: string) => ({ from: prefix + begin, to: `${prefix}${begin}\uffff` });
  return {
    get: async (key, schema) => {
      const found = checked.one('meta', row, await rows.get('meta', prefix + key));
      const value = found && schema.safeParse(found.value);
      // What an older build wrote is asked for again.
      return found && value?.success
        ? { fetchedAt: found.fetchedAt, value: value.data }
        : undefined;
    },
    put: (key, value, at) =>
      rows.transaction(['meta'], async (inside) => {
        await inside.put('meta', { key: prefix + key, fetchedAt: at, usedAt: at, value });
        const all = checked.many('meta', row, await inside.list('meta', spanOf('')));
        const old = all.sort((one, other) => other.usedAt - one.usedAt).slice(hubCacheSize);
        if (old.length > 0) {
          await inside.removeMany(
            'meta',
            old.map((each) => each.key),
          );
        }
      }),
    touch: (key, at) =>
      rows.transaction(['meta'], async (inside) => {
        const found = checked.one('meta', row, await inside.get('meta', prefix + key));
        if (!found || at - found.usedAt < noteEveryMs) return;
        await inside.put('meta', { ...found, usedAt: at });
      }),
    list: async (begin, schema) =>
      checked
        .many('meta', row, await rows.list('meta', spanOf(begin)))
        .flatMap(({ key, fetchedAt, value }) => {
          const read = schema.safeParse(value);
          return read.success
            ? [{ key: key.slice(prefix.length), fetchedAt, value: read.data }]
            : [];
        })
        .sort((one, other) => other.fetchedAt - one.fetchedAt),
  };
}
