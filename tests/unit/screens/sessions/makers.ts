/** Connections and model lists as the page sees them. */
import type { ConnectionView } from '../../../../src/domain/connection.ts';
import type { CatalogueView, ModelView } from '../../../../src/domain/model.ts';

export function aConnection(change: Partial<ConnectionView> = {}): ConnectionView {
  return {
    id: 'c1',
    kind: 'ollama',
    name: 'Box',
    baseUrl: 'http://127.0.0.1:11434',
    enabled: true,
    order: 0,
    createdAt: 0,
    needsKey: false,
    isDeployed: false,
    features: { streaming: 'auto', timings: 'auto', progress: 'auto', resume: 'auto' },
    health: { status: 'up', checkedAt: 0 },
    hasKey: false,
    keyState: 'none',
    liesIn: 'device',
    headers: [],
    secretHeaders: [],
    hasBasicAuth: false,
    modelFilter: [],
    addedModels: [],
    hiddenModels: [],
    favouriteModels: [],
    modelFacts: {},
    systemPrompt: '',
    limits: {},
    modelLimits: {},
    ...change,
  };
}

export function aModel(change: Partial<ModelView> = {}): ModelView {
  return { name: 'qwen3', isHidden: false, isFavourite: false, ...change };
}

export function aCatalogue(
  connectionId: string,
  models: readonly ModelView[],
  change: Partial<CatalogueView> = {},
): CatalogueView {
  return {
    id: connectionId,
    connectionId,
    fetchedAt: 0,
    refreshing: false,
    stale: false,
    models,
    ...change,
  };
}
