/**
 * The vault at the engine's border: its commands, its live queries, and its rows. What a page sent to prove itself is
 * wiped once it was used.
 */
import type { VaultProof } from '../domain/vault.ts';
import type { Store } from '../storage/store.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { VaultRows } from '../vault/rows.ts';
import type { CommandName, Input, Output, Value } from './protocol.ts';

type VaultCommandName = Extract<CommandName, `vault.${string}` | `keys.${string}`>;
export type VaultRunners = {
  readonly [N in VaultCommandName]: (input: Input<N>) => Promise<Output<N>>;
};

export function vaultCommands(keyring: Keyring): VaultRunners {
  const { vault } = keyring;
  return {
    'keys.change': async ({ id, ...change }) => {
      await keyring.change(id, change);
      return null;
    },
    'keys.remove': async ({ id }) => {
      await keyring.remove(id);
      return null;
    },
    'keys.restore': async ({ id }) => {
      await keyring.restore(id);
      return null;
    },
    'vault.create': async ({ passphrase }) => {
      await vault.create(passphrase);
      return null;
    },
    'vault.unlock': ({ proof }) => wiping(proof, () => done(vault.unlock(proof))),
    'vault.lock': async () => {
      vault.lock();
      return null;
    },
    'vault.set-passphrase': ({ proof, passphrase }) =>
      wiping(proof, () => done(vault.setPassphrase(proof, passphrase))),
    'vault.add-recovery': ({ proof }) => wiping(proof, () => vault.addRecovery(proof)),
    'vault.add-passkey': ({ proof, ...passkey }) =>
      wiping(proof, async () => {
        try {
          return await done(vault.addPasskey(proof, passkey));
        } finally {
          passkey.output.fill(0);
        }
      }),
    'vault.remove-lock': ({ proof, lockId }) =>
      wiping(proof, () => done(vault.removeLock(proof, lockId))),
    'vault.erase': () => done(vault.erase()),
  };
}

type OnValue<V> = (params: null, onValue: (value: V) => void) => () => void;

/** `onChange` calls when the keyring has changed. */
export function vaultQueries(
  keyring: Keyring,
  onChange: (listener: () => void) => () => void,
): { readonly [N in 'vault.get' | 'keys.list']: OnValue<Value<N>> } {
  const pushed =
    <V>(read: () => V): OnValue<V> =>
    (_params, onValue) => {
      onValue(read());
      return onChange(() => onValue(read()));
    };
  return {
    'vault.get': pushed(keyring.vault.view),
    'keys.list': pushed(() => [...keyring.list()]),
  };
}

/** The store as the vault knows it. */
export function vaultRowsOf(store: Store): VaultRows {
  const { secrets } = store;
  return {
    read: async () => ({ secrets: await secrets.list(), vault: await secrets.vault() }),
    change: secrets.change,
    onChange: (listener) =>
      store.watch(
        async (reads) => {
          await reads.secrets.list();
          await reads.secrets.vault();
        },
        listener,
        () => undefined, // told by the first command that reads
      ),
  };
}

async function wiping<T>(proof: VaultProof, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    if (proof.kind === 'passkey') proof.output.fill(0);
  }
}

async function done(work: Promise<unknown>): Promise<null> {
  await work;
  return null;
}
