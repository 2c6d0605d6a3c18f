/**
 * What can be asked of a server about its models, by the kind of connection: a page has no provider to look at. Apart
 * from the schemas, so that the page can start without them; a test holds it to what the providers have.
 */
import type { ProviderKind } from './connection.ts';

/**
 * As in the provider's contract: long work on models, and whether that is building and registries too; what it holds in
 * memory, all that it tells of one model, its panel, what it proposes.
 */
export type ModelPower = 'jobs' | 'build' | 'memory' | 'details' | 'panel' | 'recommendations';

const powersByKind: Readonly<Partial<Record<ProviderKind, readonly ModelPower[]>>> = {
  ollama: ['jobs', 'build', 'memory', 'details', 'recommendations'],
  'llama-server': ['memory', 'panel'],
  browser: ['jobs', 'memory', 'details'],
};

export function hasPower(kind: ProviderKind, power: ModelPower): boolean {
  return powersByKind[kind]?.includes(power) ?? false;
}
