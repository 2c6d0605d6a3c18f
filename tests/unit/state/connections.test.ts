import { createRoot } from 'solid-js';
import { expect, test, vi } from 'vitest';
import type { EngineClient } from '../../../src/engine/client.ts';
import { createConnections } from '../../../src/state/connections.ts';

function anEngine() {
  const calls: [string, unknown][] = [];
  const engine = {
    call: async (name: string, input: unknown) => {
      calls.push([name, input]);
      return { id: 'c1' };
    },
    watch: () => () => undefined,
  };
  const connections = createRoot((dispose) => {
    const made = createConnections(engine as unknown as EngineClient, () => undefined); // what is used of it
    dispose();
    return made;
  });
  return { connections, calls };
}

test('models in this browser come with what a page on this device may take', async () => {
  vi.stubGlobal('navigator', { deviceMemory: 2, maxTouchPoints: 0 });
  const { connections, calls } = anEngine();
  const draft = { kind: 'browser', name: 'This browser', baseUrl: '' } as const;
  expect(await connections.add(draft)).toBe('c1');
  const memory = { vramBytes: 0, ramBytes: 1024 ** 3 };
  expect(calls).toEqual([['connections.add', { ...draft, options: { memory } }]]);
});

test('a server is added as it was told', async () => {
  const { connections, calls } = anEngine();
  const draft = { kind: 'ollama', name: 'Hall', baseUrl: 'http://hall.test:11434' } as const;
  await connections.add(draft);
  expect(calls).toEqual([['connections.add', draft]]);
});
