/** A connection as the fields of its editor: texts as they are typed, until Save reads them. Pure. */
import type { Zone } from '../../domain/address.ts';
import type {
  Connection,
  ProviderKind,
  RetryPolicy,
  StreamFeature,
} from '../../domain/connection.ts';
import type { LimitName, Limits } from '../../domain/limits.ts';
import type { Ability, Category, ModelFacts } from '../../domain/model.ts';
import { amountText } from './amounts.ts';
import { type PlainDraft, plainDraftFrom } from './plain-draft.ts';

export type HeaderDraft = {
  readonly name: string;
  readonly value: string;
  readonly isSecret: boolean;
  /** A value is kept under this name already; an empty field leaves it as it is. */
  readonly isKept: boolean;
};

/** What becomes of name and password of a proxy. */
export type BasicDraft =
  | { readonly is: 'kept' }
  | { readonly is: 'removed' }
  | { readonly is: 'new'; readonly name: string; readonly password: string };

export type LimitsDraft = Readonly<Record<LimitName, string>>;
export type RetryDraft = Readonly<Record<keyof RetryPolicy, string>>;
/** `undefined`: as the server or the table of known models says. */
export type FactsDraft = {
  readonly contextLength: string;
  readonly maxOutput: string;
  readonly categories: readonly Category[] | undefined;
  readonly abilities: readonly Ability[] | undefined;
  readonly input: string;
  readonly output: string;
  readonly cachedInput: string;
};

export type ConnectionDraftFields = {
  readonly name: string;
  readonly address: string;
  readonly kind: ProviderKind;
  /** Empty: none. */
  readonly preset: string;
  /** Empty: by the address. */
  readonly zone: Zone | '';
  readonly basic: BasicDraft;
  readonly headers: readonly HeaderDraft[];
  readonly modelFilter: string;
  readonly addedModels: string;
  readonly hidden: readonly string[];
  readonly favourites: readonly string[];
  readonly facts: Readonly<Record<string, FactsDraft>>;
  readonly modelLimits: Readonly<Record<string, LimitsDraft>>;
  readonly limits: LimitsDraft;
  readonly systemPrompt: string;
  readonly retry: RetryDraft;
  readonly headersSeconds: string;
  readonly idleSeconds: string;
  readonly catalogueDays: string;
  /** Only those that were touched. */
  readonly features: Readonly<Partial<Record<StreamFeature, 'auto' | 'off'>>>;
  readonly plain: PlainDraft;
};

export const noLimits: LimitsDraft = {
  requestsPerMinute: '',
  tokensPerDay: '',
  tokensPerMonth: '',
  costPerDay: '',
  costPerMonth: '',
};
// The compiler has checked that the keys are exactly these.
export const limitNames = Object.keys(noLimits) as readonly LimitName[];

export const noFacts: FactsDraft = {
  contextLength: '',
  maxOutput: '',
  categories: undefined,
  abilities: undefined,
  input: '',
  output: '',
  cachedInput: '',
};

const noRetry: RetryDraft = { count: '', baseMs: '', factor: '', capMs: '', jitter: '' };
export const retryNames = Object.keys(noRetry) as readonly (keyof RetryPolicy)[];

export function draftFrom(of: Connection): ConnectionDraftFields {
  return {
    name: of.name,
    address: of.baseUrl,
    kind: of.kind,
    preset: of.preset ?? '',
    zone: of.zone ?? '',
    basic: { is: 'kept' },
    headers: [
      ...of.headers.map((each) => ({ ...each, isSecret: false, isKept: false })),
      ...of.secretHeaders.map((name) => ({ name, value: '', isSecret: true, isKept: true })),
    ],
    modelFilter: of.modelFilter.join('\n'),
    addedModels: of.addedModels.join('\n'),
    hidden: [...of.hiddenModels],
    favourites: [...of.favouriteModels],
    facts: mapValues(of.modelFacts, factsDraft),
    modelLimits: mapValues(of.modelLimits, limitsDraft),
    limits: limitsDraft(of.limits),
    systemPrompt: of.systemPrompt,
    retry: of.retry ? mapValues(of.retry, amountText) : noRetry,
    headersSeconds: amountText(of.headersSeconds),
    idleSeconds: amountText(of.idleSeconds),
    catalogueDays: amountText(of.catalogueDays),
    features: {},
    plain: plainDraftFrom(of.plain),
  };
}

function limitsDraft(of: Limits): LimitsDraft {
  return mapValues(noLimits, (_, name) => amountText(of[name]));
}

function factsDraft(of: ModelFacts): FactsDraft {
  return {
    contextLength: amountText(of.contextLength),
    maxOutput: amountText(of.maxOutput),
    categories: of.categories && [...of.categories],
    abilities: of.abilities && [...of.abilities],
    input: amountText(of.price?.input),
    output: amountText(of.price?.output),
    cachedInput: amountText(of.price?.cachedInput),
  };
}

function mapValues<Key extends string, From, To>(
  of: Readonly<Record<Key, From>>,
  change: (value: From, key: Key) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(of).map(([key, value]) => [key, change(value, key as Key)]);
  return Object.fromEntries(entries) as Record<Key, To>; // the same keys
}
