/**
 * What can be asked of a server about its models, by the kind of connection: a page has no provider to look at. Apart
 * from the schemas, so that the page can start without them; a test holds it to what the providers have.
 */
import type { ProviderKind } from './connection.ts';
import type { Model } from './model.ts';
import { categoriesOf } from './model-category.ts';

/**
 * As in the provider's contract: long work on models, and whether that is building and registries too; what it holds in
 * memory, all that it tells of one model, its panel, what it proposes, vectors of texts.
 */
export type ModelPower =
  | 'jobs'
  | 'build'
  | 'memory'
  | 'details'
  | 'panel'
  | 'recommendations'
  | 'embed';

const powersByKind: Readonly<Partial<Record<ProviderKind, readonly ModelPower[]>>> = {
  ollama: ['jobs', 'build', 'memory', 'details', 'recommendations', 'embed'],
  'llama-server': ['memory', 'panel', 'embed'],
  openai: ['embed'],
  responses: ['embed'],
  gemini: ['embed'],
  browser: ['jobs', 'memory', 'details', 'embed'],
};

export function hasPower(kind: ProviderKind, power: ModelPower): boolean {
  return powersByKind[kind]?.includes(power) ?? false;
}

/** Whatever they were started for, these list every model as one to chat with. */
const silentOnEmbedding: ReadonlySet<ProviderKind> = new Set(['llama-server']);

/** Whether this model is for vectors of texts: as it is told, else as names of such models are. */
export function isForEmbedding(kind: ProviderKind, model: Model): boolean {
  if (!hasPower(kind, 'embed')) return false;
  const { abilities, categories } = model;
  if (abilities?.includes('embedding') || categories?.includes('embedding')) return true;
  const isTold = abilities !== undefined && !silentOnEmbedding.has(kind);
  return !isTold && categoriesOf({ name: model.name }).includes('embedding');
}
