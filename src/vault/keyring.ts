/**
 * Keys in the engine's memory, each bound to its connection and that connection's origin: an edited address does not
 * get the key. Nothing is written anywhere, so they are gone with the engine.
 */
import { createSecret, type Secret } from './secret.ts';

export type Keyring = {
  readonly put: (connectionId: string, baseUrl: string, key: string) => void;
  readonly forget: (connectionId: string) => void;
  /** The key, if there is one for this connection at this very origin. */
  readonly find: (connectionId: string, baseUrl: string) => Secret | undefined;
};

export function createKeyring(): Keyring {
  const keys = new Map<string, { origin: string; secret: Secret }>();
  return {
    put: (connectionId, baseUrl, key) => {
      keys.set(connectionId, { origin: new URL(baseUrl).origin, secret: createSecret(key) });
    },
    forget: (connectionId) => {
      keys.delete(connectionId);
    },
    find: (connectionId, baseUrl) => {
      const held = keys.get(connectionId);
      return held?.origin === new URL(baseUrl).origin ? held.secret : undefined;
    },
  };
}
