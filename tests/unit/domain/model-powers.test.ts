import { expect, test } from 'vitest';
import { providerKinds } from '../../../src/domain/connection.ts';
import { hasPower, isForEmbedding } from '../../../src/domain/model-powers.ts';
import { providers } from '../../../src/providers/registry.ts';

test.each(providerKinds)('what a page knows of %s is what its provider has', async (kind) => {
  const provider = await providers[kind]();
  for (const power of ['jobs', 'memory', 'details', 'embed'] as const) {
    expect(hasPower(kind, power), power).toBe(provider[power] !== undefined);
  }
  expect(hasPower(kind, 'build')).toBe(provider.jobs?.create !== undefined);
});

test.each([
  ['ollama', { name: 'nettle', abilities: ['embedding'] }, true],
  ['ollama', { name: 'nomic-embed-text', abilities: ['completion'] }, false],
  ['browser', { name: 'fern', abilities: ['embedding'] }, true],
  ['browser', { name: 'fern' }, false],
  // It lists every model as one to chat with, so its name has the word.
  ['llama-server', { name: 'models/nomic-embed-text.gguf', abilities: ['completion'] }, true],
  ['llama-server', { name: 'models/fern.gguf', abilities: ['completion'] }, false],
  // Unless a person says so.
  ['llama-server', { name: 'models/fern.gguf', categories: ['embedding'] }, true],
  ['openai', { name: 'text-embedding-3-small' }, true],
  // No vectors are asked of these.
  ['anthropic', { name: 'an-embedding', abilities: ['embedding'] }, false],
] as const)('of %s, %o is for vectors: %s', (kind, { name, ...rest }, isIt) => {
  const abilities = 'abilities' in rest ? { abilities: [...rest.abilities] } : {};
  const categories = 'categories' in rest ? { categories: [...rest.categories] } : {};
  expect(isForEmbedding(kind, { name, ...abilities, ...categories })).toBe(isIt);
});
