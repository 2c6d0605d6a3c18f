/**
 * The catalogue of well-known models: what ships with the app, a deployer brings, or a person picks as a file. It is dated
 * and never complete, so a name typed by hand needs no row in it. Pure and without a schema, for the page.
 */
import { foldText } from '../lib/fold-text.ts';
import type { Ability } from './model.ts';

export type LibraryTag = {
  readonly tag: string;
  /** What a pull brings. */
  readonly sizeBytes?: number | undefined;
  readonly contextLength?: number | undefined;
};

export type LibraryModel = {
  /** As it is pulled, without its tag: `qwen3`, or `namespace/name`. */
  readonly name: string;
  readonly maker?: string | undefined;
  readonly description: string;
  readonly abilities: readonly Ability[];
  readonly license?: string | undefined;
  /** Smallest first. */
  readonly tags: readonly LibraryTag[];
  /** The one that is pulled where none is named. */
  readonly latest?: string | undefined;
};

export type Library = {
  /** The day on which this was known. */
  readonly asOf: string;
  readonly rows: readonly LibraryModel[];
};

/** `id` is the name, so that rows keep their identity. */
export type LibraryView = {
  readonly asOf: string;
  readonly from: 'app' | 'deployer' | 'file';
  readonly fileName?: string;
  readonly rows: readonly (LibraryModel & { readonly id: string })[];
};

export const libraryOrders = ['listed', 'name', 'size'] as const;
export type LibraryOrder = (typeof libraryOrders)[number];

/** Abilities that tell models apart. */
export const libraryAbilities = [
  'vision',
  'audio',
  'tools',
  'thinking',
  'embedding',
] as const satisfies readonly Ability[];

export const defaultNamespace = 'library';

export function namespaceOf(name: string): string {
  const slash = name.lastIndexOf('/');
  return slash < 0 ? defaultNamespace : name.slice(0, slash);
}

/** What was typed as a namespace, where a `/` says that one was; hosts are none of ours. */
export function typedNamespace(text: string): string | undefined {
  const found = /^([\w-]+)\//.exec(text.trim());
  return found?.[1]?.toLowerCase();
}

export type LibrarySearch = {
  readonly text: string;
  readonly ability?: Ability | undefined;
  readonly order: LibraryOrder;
};

/** Rows that have every word typed; a colon parts the name from a tag, a slash the namespace from the name. */
export function searchLibrary(
  rows: readonly LibraryModel[],
  { text, ability, order }: LibrarySearch,
): readonly LibraryModel[] {
  const namespace = typedNamespace(text);
  const typed = namespace === undefined ? text : text.trim().slice(namespace.length + 1);
  const words = foldText(typed).split(/\s+/).filter(Boolean);
  const found = rows.filter(
    (row) =>
      (namespace === undefined || namespaceOf(row.name).toLowerCase() === namespace) &&
      (ability === undefined || row.abilities.includes(ability)) &&
      words.every((word) => hasWord(row, word)),
  );
  switch (order) {
    case 'listed':
      return found;
    case 'name':
      return found.sort((one, other) => one.name.localeCompare(other.name));
    case 'size':
      return found.sort((one, other) => leastBytes(one) - leastBytes(other));
  }
}

/** The name that pulls this tag. */
export function taggedName({ name }: Pick<LibraryModel, 'name'>, tag: string): string {
  return `${name}:${tag}`;
}

function hasWord(row: LibraryModel, word: string): boolean {
  const [name = '', tag] = word.split(':');
  if (tag !== undefined && name !== '') {
    const isNamed = foldText(row.name).endsWith(name);
    return isNamed && row.tags.some((each) => foldText(each.tag).startsWith(tag));
  }
  const texts = [row.name, row.maker ?? '', row.description, row.license ?? '', ...row.abilities];
  return texts.some((each) => foldText(each).includes(word));
}

function leastBytes({ tags }: LibraryModel): number {
  const sizes = tags.flatMap(({ sizeBytes }) => (sizeBytes === undefined ? [] : [sizeBytes]));
  return Math.min(...sizes, Number.MAX_SAFE_INTEGER);
}
