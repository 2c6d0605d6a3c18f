import { createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { FaultError } from '../../../src/domain/fault.ts';
import type { VaultState, VaultView } from '../../../src/domain/vault.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import { passkeyObstacle } from '../../../src/state/passkey.ts';
import { createVault } from '../../../src/state/vault.ts';

function aView(state: VaultState): VaultView {
  return { state, locks: [], isFallback: false };
}

function aVault(first?: VaultState) {
  let push: (view: VaultView) => void = () => undefined;
  const calls: [string, unknown][] = [];
  let refuses = false;
  // Only what the vault asks of it.
  const engine = {
    call: async (name: string, input: unknown) => {
      calls.push([name, input]);
      if (refuses) throw new FaultError({ kind: 'vault-refused', waitUntil: 5 });
      return null;
    },
    watch: (_name: string, _params: null, onValue: (view: VaultView) => void) => {
      push = onValue;
      if (first) onValue(aView(first));
      return () => undefined;
    },
  } as unknown as EngineClient;
  const faults: string[] = [];
  const vault = createRoot(() => createVault(engine, (fault) => faults.push(fault.kind)));
  return {
    vault,
    calls,
    faults,
    become: (state: VaultState) => push(aView(state)),
    refuse: () => {
      refuses = true;
    },
  };
}

async function settledOf(promise: Promise<boolean>): Promise<boolean | 'waits'> {
  return await Promise.race([
    promise,
    new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 5)),
  ]);
}

test('who asks for an open vault is answered at once where it is not locked', async () => {
  const { vault } = aVault('unlocked');
  expect(await settledOf(vault.askUnlock())).toBe(true);
  expect(vault.isAsked).toBe(false);
});

test('the dialog is wanted from the question until the vault opens, from wherever', async () => {
  const { vault, become } = aVault('locked');
  const asked = vault.askUnlock();
  expect(vault.isAsked).toBe(true);
  expect(await settledOf(asked)).toBe('waits');
  become('unlocked');
  expect(await settledOf(asked)).toBe(true);
  expect(vault.isAsked).toBe(false);
});

test('a closed dialog is a no to everybody who asked', async () => {
  const { vault } = aVault('locked');
  const [one, two] = [vault.askUnlock(), vault.askUnlock()];
  vault.refuse();
  expect(await settledOf(one)).toBe(false);
  expect(await settledOf(two)).toBe(false);
  expect(vault.isAsked).toBe(false);
});

test('a vault that locks again after an answer does not bring the dialog back', async () => {
  const { vault, become } = aVault('locked');
  const asked = vault.askUnlock();
  become('unlocked');
  await asked;
  become('locked');
  expect(vault.isAsked).toBe(false);
});

test('a proof that does not open it comes back as its fault, not as a notice', async () => {
  const { vault, calls, faults, refuse } = aVault('locked');
  refuse();
  const proof = { kind: 'passphrase', text: 'wrong' } as const;
  expect(await vault.unlock(proof)).toEqual({ kind: 'vault-refused', waitUntil: 5 });
  expect(calls).toEqual([['vault.unlock', { proof }]]);
  expect(faults).toEqual([]);
});

test.each([
  ['127.0.0.1', 'address'],
  ['192.168.1.40', 'address'],
  ['[::1]', 'address'],
  ['localhost', 'browser'],
  ['chat.example.org', 'browser'],
] as const)('a passkey at %s is kept away by: %s', (host, obstacle) => {
  // This runtime has no authenticators, so a host with a name fails for that alone.
  expect(passkeyObstacle(host)).toBe(obstacle);
});
