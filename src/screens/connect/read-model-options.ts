/** What is said of models and how much they may use, as the editor's fields come to it. Pure. */
import type { LimitName, Limits } from '../../domain/limits.ts';
import type { ModelFacts, Price } from '../../domain/model.ts';
import type { AmountRange } from './amounts.ts';
import {
  type ConnectionDraftFields,
  type FactsDraft,
  type LimitsDraft,
  limitNames,
} from './connection-draft.ts';
import type { Problem } from './problems.ts';

/** The number of a field; what is wrong with it is noted at its place. */
export type ReadNumber = (at: string, text: string, range: AmountRange) => number | undefined;

const ranges = {
  /** Any number above 0. */
  limit: { min: 0.000001, max: 1e12, isWhole: false },
  tokens: { min: 1, max: 1_000_000_000, isWhole: true },
  price: { min: 0, max: 1e9, isWhole: false },
} as const satisfies Record<string, AmountRange>;

export function readLimits(at: string, draft: LimitsDraft, amount: ReadNumber): Limits {
  const read: Partial<Record<LimitName, number>> = {};
  for (const name of limitNames) {
    const value = amount(`${at}.${name}`, draft[name], ranges.limit);
    if (value !== undefined) read[name] = value;
  }
  return read;
}

export function readModelLimits(
  drafts: ConnectionDraftFields['modelLimits'],
  amount: ReadNumber,
): Record<string, Limits> {
  const read: Record<string, Limits> = {};
  for (const [model, draft] of Object.entries(drafts)) {
    const limits = readLimits(`limits/${model}`, draft, amount);
    if (Object.keys(limits).length > 0) read[model] = limits;
  }
  return read;
}

export function readFacts(
  drafts: ConnectionDraftFields['facts'],
  amount: ReadNumber,
  problems: Map<string, Problem>,
): Record<string, ModelFacts> {
  const read: Record<string, ModelFacts> = {};
  for (const [model, draft] of Object.entries(drafts)) {
    const at = `facts/${model}`;
    const contextLength = amount(`${at}.contextLength`, draft.contextLength, ranges.tokens);
    const maxOutput = amount(`${at}.maxOutput`, draft.maxOutput, ranges.tokens);
    const price = readPrice(at, draft, amount, problems);
    const facts: ModelFacts = {
      ...(contextLength === undefined ? {} : { contextLength }),
      ...(maxOutput === undefined ? {} : { maxOutput }),
      ...(draft.categories === undefined ? {} : { categories: [...draft.categories] }),
      ...(draft.abilities === undefined ? {} : { abilities: [...draft.abilities] }),
      ...(price === undefined ? {} : { price }),
    };
    if (Object.keys(facts).length > 0) read[model] = facts;
  }
  return read;
}

/** Half a price would be counted as none. */
function readPrice(
  at: string,
  draft: FactsDraft,
  amount: ReadNumber,
  problems: Map<string, Problem>,
): Price | undefined {
  const input = amount(`${at}.input`, draft.input, ranges.price);
  const output = amount(`${at}.output`, draft.output, ranges.price);
  const cachedInput = amount(`${at}.cachedInput`, draft.cachedInput, ranges.price);
  if (input !== undefined && output !== undefined) {
    return { input, output, ...(cachedInput === undefined ? {} : { cachedInput }) };
  }
  const isHalf = [draft.input, draft.output, draft.cachedInput].some((each) => each.trim() !== '');
  for (const each of ['input', 'output'] as const) {
    if (isHalf && draft[each].trim() === '') problems.set(`${at}.${each}`, { kind: 'price' });
  }
  return undefined;
}
