/** Kinds and features as lists to choose from. Written out here so that the page need not carry the schemas they come from. */
import type { ProviderKind, StreamFeature } from '../../domain/connection.ts';

const kinds: Record<ProviderKind, true> = {
  ollama: true,
  'llama-server': true,
  openai: true,
  responses: true,
  anthropic: true,
  gemini: true,
  plain: true,
  'built-in': true,
  browser: true,
};
const features: Record<StreamFeature, true> = {
  streaming: true,
  timings: true,
  progress: true,
  resume: true,
};

// The compiler has checked that the keys are exactly these.
export const kindChoices = Object.keys(kinds) as readonly ProviderKind[];
export const featureChoices = Object.keys(features) as readonly StreamFeature[];
