/** Models that run in this page, with the world as it is. Loaded with the engine's first question about them. */
import { browserWorld } from './browser-engine.ts';
import { type BrowserModel, createBrowserModel } from './browser-model.ts';

export function createPageModels(): BrowserModel {
  return createBrowserModel(browserWorld());
}
