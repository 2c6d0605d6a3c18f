/**
 * Every dialect by its kind, each loaded with the first connection that speaks it. A new provider is a folder, a word in
 * `domain/connection.ts` and a row here.
 */
import type { ProviderKind } from '../domain/connection.ts';
import type { Provider } from './contract.ts';

export const providers: Readonly<Record<ProviderKind, () => Promise<Provider>>> = {
  ollama: async () => (await import('./ollama/index.ts')).ollama,
  'llama-server': async () => (await import('./llama-server/index.ts')).llamaServer,
  openai: async () => (await import('./openai/index.ts')).openai,
  responses: async () => (await import('./responses/index.ts')).responses,
  anthropic: async () => (await import('./anthropic/index.ts')).anthropic,
  gemini: async () => (await import('./gemini/index.ts')).gemini,
  plain: async () => (await import('./plain/index.ts')).plain,
  'built-in': async () => (await import('./built-in/index.ts')).builtIn,
  browser: async () => (await import('./browser/index.ts')).browser,
};
