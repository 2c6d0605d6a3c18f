/** What the page may know of the vault and its keys: never a key, never what opens it. Types only. */

/** `absent`: this origin has no WebCrypto, so keys live in memory only. `none`: not made yet. */
export type VaultState = 'absent' | 'none' | 'locked' | 'unlocked';
export type LockKind = 'passphrase' | 'passkey' | 'recovery';

export type LockView = {
  readonly id: string;
  readonly kind: LockKind;
  readonly label: string;
  readonly createdAt: number;
  /** In words for people: "Argon2id, 64 MiB, 3 passes". */
  readonly strength: string;
  /** Passkeys only: what the browser is asked for. Not secret. */
  readonly passkey?: { readonly credentialId: Uint8Array; readonly salt: Uint8Array };
};

export type VaultView = {
  readonly state: VaultState;
  readonly locks: readonly LockView[];
  /** When it locks by itself if nothing happens, epoch ms; only while unlocked and with a limit. */
  readonly locksAt?: number;
  /** After wrong attempts: none is taken before this instant, epoch ms. */
  readonly waitUntil?: number;
  /** The key derivation could not use Argon2id here, and used PBKDF2. */
  readonly isFallback: boolean;
};

/** What a secret is for: the API key, name and password of a proxy, or one header. */
export type SecretRole = 'key' | 'basic' | `header:${string}`;

export type KeyView = {
  readonly id: string;
  readonly connectionId: string;
  readonly role: SecretRole;
  readonly label: string;
  /** The one origin it is sent to. */
  readonly origin: string;
  readonly addedAt: number;
  readonly lastUsedAt?: number;
  readonly lastRefusedAt?: number;
  readonly expiresAt?: number;
  /** Sealed in the vault, or in memory until the engine ends. */
  readonly kept: 'sealed' | 'memory';
  /** The key before this one can be brought back until this instant, epoch ms. */
  readonly previousUntil?: number;
};

/** How the person opens the vault. A passkey's output is 32 bytes of the PRF extension. */
export type VaultProof =
  | { readonly kind: 'passphrase'; readonly text: string }
  | { readonly kind: 'recovery'; readonly text: string }
  | { readonly kind: 'passkey'; readonly lockId: string; readonly output: Uint8Array };
