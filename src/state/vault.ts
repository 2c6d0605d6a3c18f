/** The vault as the engine tells of it, and what every part of the page may do with it. Nothing secret is kept here. */
import { createEffect, createSignal, on } from 'solid-js';
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { KeyView, VaultProof, VaultView } from '../domain/vault.ts';
import type { EngineClient } from '../engine/client.ts';
import { createLive, type Live } from './live.ts';

export type VaultControl = {
  /** `undefined` until the engine has answered. */
  readonly view: VaultView | undefined;
  readonly lock: () => void;
  /** The fault, where it did not open. */
  readonly unlock: (proof: VaultProof) => Promise<Fault | undefined>;
  /** Has the person asked to open the vault, in a dialog. True once it is open, false when they would not. */
  readonly askUnlock: () => Promise<boolean>;
  /** The dialog is wanted. */
  readonly isAsked: boolean;
  /** The person closed the dialog. */
  readonly refuse: () => void;
  readonly watchKeys: () => Live<readonly KeyView[]>;
};

export function createVault(engine: EngineClient, onFault: (fault: Fault) => void): VaultControl {
  const live = createLive(engine, 'vault.get', () => null);
  const [asking, setAsking] = createSignal(0);
  const waiting = new Set<(isOpen: boolean) => void>();
  const isLocked = () => live.value?.state === 'locked';
  const answer = (isOpen: boolean) => {
    for (const settle of waiting) settle(isOpen);
    waiting.clear();
  };
  // It may be opened, or erased, from anywhere: another tab, another part of this page.
  createEffect(
    on(isLocked, (locked) => {
      if (!locked) answer(true);
    }),
  );
  return {
    get view() {
      return live.value;
    },
    lock: () => {
      engine.call('vault.lock', null).catch((error) => onFault(faultFrom(error)));
    },
    unlock: async (proof) => {
      try {
        await engine.call('vault.unlock', { proof });
        return undefined;
      } catch (error) {
        return faultFrom(error);
      }
    },
    askUnlock: async () => {
      if (!isLocked()) return true;
      setAsking((count) => count + 1);
      const isOpen = await new Promise<boolean>((settle) => waiting.add(settle));
      setAsking((count) => count - 1);
      return isOpen;
    },
    get isAsked() {
      return asking() > 0;
    },
    refuse: () => answer(false),
    watchKeys: () => createLive(engine, 'keys.list', () => null),
  };
}
