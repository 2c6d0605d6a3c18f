/**
 * What is known of models whose catalogues leave it out: context, largest reply, abilities, price. Dated, replaceable,
 * and the last to be asked: a server's own word and the person's go before it.
 */
import type { ProviderKind } from './connection.ts';
import { cloudModels } from './known-models-cloud.ts';
import type { KnownModel, KnownModels } from './known-models-file.ts';
import { openModels } from './known-models-open.ts';
import type { ModelFacts } from './model.ts';

/** Prices are those of short prompts: several vendors charge more beyond 200,000 tokens. */
export const knownModels: KnownModels = {
  asOf: '2026-08-17',
  rows: [...cloudModels, ...openModels],
};

/** Where a model is: a row may hold at one vendor only. */
export type ModelPlace = { readonly kind: ProviderKind; readonly preset?: string | undefined };

/** The facts of the row that names the model best: its whole name before any beginning, a longer beginning before a shorter. */
export function factsFor(
  table: { readonly rows: readonly KnownModel[] },
  place: ModelPlace,
  name: string,
): ModelFacts | undefined {
  const wanted = name.toLowerCase();
  // Without a preset the kind tells the vendor, but for the dialect that everybody speaks.
  const where = place.preset ?? (place.kind === 'openai' ? undefined : place.kind);
  let best: KnownModel | undefined;
  let bestFit = 0;
  for (const row of table.rows) {
    if (row.at && !row.at.some((each) => each === where)) continue;
    for (const pattern of row.names) {
      const fit = fitOf(pattern.toLowerCase(), wanted);
      if (fit > bestFit) {
        best = row;
        bestFit = fit;
      }
    }
  }
  if (!best) return undefined;
  const { names: _names, at: _at, ...facts } = best;
  return facts;
}

/** Zero where it does not fit. */
function fitOf(pattern: string, name: string): number {
  if (!pattern.endsWith('*')) return pattern === name ? Number.POSITIVE_INFINITY : 0;
  return name.startsWith(pattern.slice(0, -1)) ? pattern.length : 0;
}
