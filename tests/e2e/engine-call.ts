/* Commands to the shared engine over a channel of our own, which it knows as one more page. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { CommandName, Input, Output } from '../../src/engine/protocol.ts';
import { distFolder } from './fixtures.ts';

/** Answers as the engine does; rejects with the fault's JSON. */
export async function callEngine<N extends CommandName>(
  page: Page,
  name: N,
  input: Input<N>,
): Promise<Output<N>> {
  const files = await readdir(join(distFolder, 'workers'));
  const script = files.find((file) => /^worker-.*\.js$/.test(file));
  const answer = await page.evaluate(
    async ([path, command, given]) => {
      const options = { type: 'module', name: 'llantern', extendedLifetime: true } as const;
      const { port } = new SharedWorker(new URL(String(path), document.baseURI), options);
      return await new Promise<unknown>((resolve, reject) => {
        port.onmessage = ({ data }) => {
          if (data.type === 'welcome') {
            port.postMessage({ type: 'call', id: 1, name: command, input: given });
          } else if (data.type === 'result' || data.type === 'fault') {
            port.postMessage({ type: 'bye' });
            if (data.type === 'result') resolve(data.value);
            else reject(new Error(JSON.stringify(data.fault)));
          }
        };
        port.postMessage({
          type: 'hello',
          pageId: crypto.randomUUID(),
          buildId: 'any',
          hasLocks: false,
          baseUrl: document.baseURI,
        });
      });
    },
    [`workers/${script}`, name, input] as const,
  );
  return answer as Output<N>; // the engine answers each command in its own form
}
