/** What the editor's fields come to: the changes to a connection and its secrets, or what is wrong with which field. Pure. */

import type { Connection, ConnectionOptions, RetryPolicy } from '../../domain/connection.ts';
import { isPageKind } from '../../domain/page-kinds.ts';
import { usualRetry } from '../../domain/retry.ts';
import type { AppState } from '../../state/create-state.ts';
import { type AmountRange, readAmount, readNames } from './amounts.ts';
import { type ConnectionDraftFields, retryNames } from './connection-draft.ts';
import { headerTrouble } from './header-rules.ts';
import { readAddress } from './look-for.ts';
import { readPlain } from './plain-draft.ts';
import type { Problem, Problems } from './problems.ts';
import { type ReadNumber, readFacts, readLimits, readModelLimits } from './read-model-options.ts';

type ConnectionChange = Parameters<AppState['connections']['change']>[0];
type OptionsChange = NonNullable<ConnectionChange['options']>;

export type SecretChange = {
  readonly role: 'basic' | `header:${string}`;
  /** Empty: forgotten. */
  readonly value: string;
};

export type ReadDraft =
  | {
      readonly ok: true;
      /** Nothing but the id where nothing was changed. */
      readonly change: ConnectionChange;
      readonly secrets: readonly SecretChange[];
    }
  | { readonly ok: false; readonly problems: Problems };

const ranges = {
  seconds: { min: 0, max: 3600, isWhole: false },
  days: { min: 0.01, max: 365, isWhole: false },
} as const satisfies Record<string, AmountRange>;

const retryRanges: Readonly<Record<keyof RetryPolicy, AmountRange>> = {
  count: { min: 0, max: 10, isWhole: true },
  baseMs: { min: 100, max: 60_000, isWhole: false },
  factor: { min: 1, max: 10, isWhole: false },
  capMs: { min: 100, max: 600_000, isWhole: false },
  jitter: { min: 0, max: 1, isWhole: false },
};

const most = { names: 100, favourites: 200, hidden: 2000 };

/** `allowed`: the headers that the preset's preflight lets pass, where it has a list. */
export function readDraft(
  draft: ConnectionDraftFields,
  of: Connection,
  allowed: readonly string[] | undefined,
): ReadDraft {
  const problems = new Map<string, Problem>();
  const amount = (at: string, text: string, range: AmountRange): number | undefined => {
    const read = readAmount(text, range);
    if (read.ok) return read.value;
    problems.set(at, { kind: 'amount', range });
    return undefined;
  };
  const name = draft.name.trim();
  if (name.length < 1 || name.length > 100) problems.set('name', { kind: 'name' });
  const baseUrl = readBaseUrl(draft, problems);
  const options: OptionsChange = {
    preset: draft.preset === '' ? undefined : draft.preset,
    zone: draft.zone === '' ? undefined : draft.zone,
    ...readHeaders(draft, allowed, problems),
    hasBasicAuth: draft.basic.is === 'kept' ? of.hasBasicAuth : draft.basic.is === 'new',
    modelFilter: names('modelFilter', draft.modelFilter, most.names, problems),
    addedModels: names('addedModels', draft.addedModels, most.favourites, problems),
    hiddenModels: draft.hidden.slice(0, most.hidden),
    favouriteModels: draft.favourites.slice(0, most.favourites),
    modelFacts: readFacts(draft.facts, amount, problems),
    retry: readRetry(draft, amount),
    headersSeconds: amount('headersSeconds', draft.headersSeconds, ranges.seconds),
    idleSeconds: amount('idleSeconds', draft.idleSeconds, ranges.seconds),
    catalogueDays: amount('catalogueDays', draft.catalogueDays, ranges.days),
    systemPrompt: draft.systemPrompt,
    limits: readLimits('limits', draft.limits, amount),
    modelLimits: readModelLimits(draft.modelLimits, amount),
    plain: readPlainPart(draft, of, problems),
  };
  if (draft.systemPrompt.length > 100_000) problems.set('systemPrompt', { kind: 'long' });
  if (draft.basic.is === 'new' && !/^[^:]+$/.test(draft.basic.name)) {
    problems.set('basic', { kind: 'basic' });
  }
  if (problems.size > 0) return { ok: false, problems };
  const changed = changedOptions(options, of);
  return {
    ok: true,
    change: {
      id: of.id,
      ...(name === of.name ? {} : { name }),
      ...(baseUrl === undefined || baseUrl === of.baseUrl ? {} : { baseUrl }),
      ...(draft.kind === of.kind ? {} : { kind: draft.kind }),
      ...(Object.keys(draft.features).length === 0 ? {} : { features: draft.features }),
      ...(Object.keys(changed).length === 0 ? {} : { options: changed }),
    },
    secrets: readSecrets(draft, of),
  };
}

/** Whether closing would lose something. */
export function isTouched(draft: ConnectionDraftFields, start: ConnectionDraftFields): boolean {
  const now = { ...draft, headers: filledHeaders(draft) };
  return JSON.stringify(now) !== JSON.stringify(start);
}

function readBaseUrl(
  draft: ConnectionDraftFields,
  problems: Map<string, Problem>,
): string | undefined {
  if (isPageKind(draft.kind)) return undefined;
  const read = readAddress(draft.address);
  if (read.ok) return read.address.baseUrl;
  problems.set('address', { kind: 'address', fault: read.fault });
  return undefined;
}

/** Wholly empty rows count as not there. */
function filledHeaders(draft: ConnectionDraftFields): ConnectionDraftFields['headers'] {
  return draft.headers.filter(({ name, value }) => name.trim() !== '' || value !== '');
}

function readHeaders(
  draft: ConnectionDraftFields,
  allowed: readonly string[] | undefined,
  problems: Map<string, Problem>,
): Pick<ConnectionOptions, 'headers' | 'secretHeaders'> {
  const filled = filledHeaders(draft);
  for (const header of filled) {
    const at = `headers.${draft.headers.indexOf(header)}`;
    const others = filled.filter((each) => each !== header).map(({ name }) => name);
    const trouble = headerTrouble(header, others, allowed);
    if (trouble) problems.set(at, { kind: 'header', trouble });
    else if (header.isSecret && !header.isKept && header.value === '') {
      problems.set(at, { kind: 'secret-missing' });
    }
  }
  return {
    headers: filled
      .filter(({ isSecret }) => !isSecret)
      .map(({ name, value }) => ({ name: name.trim(), value })),
    secretHeaders: filled.filter(({ isSecret }) => isSecret).map(({ name }) => name.trim()),
  };
}

function names(at: string, text: string, count: number, problems: Map<string, Problem>): string[] {
  const read = readNames(text);
  if (read.length > count) problems.set(at, { kind: 'names', most: count });
  else if (read.some((each) => each.length > 200)) problems.set(at, { kind: 'long' });
  return [...read];
}

/** A policy is whole: what was not typed is as it is by default. */
function readRetry(draft: ConnectionDraftFields, amount: ReadNumber): RetryPolicy | undefined {
  const typed = retryNames.filter((name) => draft.retry[name].trim() !== '');
  const read = { ...usualRetry };
  for (const name of typed) {
    read[name] = amount(`retry.${name}`, draft.retry[name], retryRanges[name]) ?? read[name];
  }
  return typed.length === 0 ? undefined : read;
}

function readPlainPart(
  draft: ConnectionDraftFields,
  of: Connection,
  problems: Map<string, Problem>,
): ConnectionOptions['plain'] {
  if (draft.kind !== 'plain') return of.plain;
  const read = readPlain(draft.plain);
  if (read.ok) return read.value;
  for (const field of read.fields) problems.set(`plain.${field}`, { kind: 'plain', field });
  return undefined;
}

function changedOptions(options: OptionsChange, of: Connection): OptionsChange {
  const changed = Object.entries(options).filter(
    ([name, value]) => asText(value) !== asText(of[name as keyof ConnectionOptions]),
  );
  return Object.fromEntries(changed);
}

/** The order in which keys were written is no difference. */
function asText(value: unknown): string {
  return JSON.stringify(value, (_, each) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function readSecrets(draft: ConnectionDraftFields, of: Connection): readonly SecretChange[] {
  const secret = filledHeaders(draft).filter(({ isSecret }) => isSecret);
  const kept = new Set(secret.map(({ name }) => name.trim().toLowerCase()));
  const gone = of.secretHeaders.filter((name) => !kept.has(name.toLowerCase()));
  return [
    ...gone.map((name) => ({ role: `header:${name}` as const, value: '' })),
    ...secret
      .filter(({ value }) => value !== '')
      .map(({ name, value }) => ({ role: `header:${name.trim()}` as const, value })),
    ...readBasic(draft),
  ];
}

function readBasic({ basic }: ConnectionDraftFields): readonly SecretChange[] {
  if (basic.is === 'kept') return [];
  const value = basic.is === 'new' ? `${basic.name}:${basic.password}` : '';
  return [{ role: 'basic', value }];
}
