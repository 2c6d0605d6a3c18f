import { expect, test } from 'vitest';
import { providerKinds } from '../../../src/domain/connection.ts';
import { hasPower } from '../../../src/domain/model-powers.ts';
import { providers } from '../../../src/providers/registry.ts';

test.each(providerKinds)('what a page knows of %s is what its provider has', async (kind) => {
  const provider = await providers[kind]();
  for (const power of ['jobs', 'memory', 'details'] as const) {
    expect(hasPower(kind, power), power).toBe(provider[power] !== undefined);
  }
  expect(hasPower(kind, 'build')).toBe(provider.jobs?.create !== undefined);
});
