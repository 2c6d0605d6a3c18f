/**
 * Everything that can go wrong, as plain data: each kind carries the facts needed to word it and to act on it.
 * Faults cross the worker border and are stored on the message they ended. Never a stack, never a key.
 */

import type { Zone } from './address.ts';

export type Fault =
  /** The browser says it is offline and the address is outside this machine and network. */
  | { kind: 'offline' }
  /** Nothing answered, or nothing a page may see; `diagnose` tells more where it can. */
  | { kind: 'unreachable'; url: string }
  /** The machine answers, but no program listens at that port (or the machine is off). */
  | {
      kind: 'not-listening';
      url: string;
      /** The other name of this machine, where something does answer. */
      alternative?: string;
    }
  /** Something answers there, but does not let this page read it. */
  | { kind: 'cors-refused'; url: string; pageOrigin: string }
  /** An https page may not call this http address in this browser. */
  | { kind: 'mixed-content'; url: string }
  /** The browser's local-network permission was refused or dismissed. */
  | { kind: 'local-network-denied'; url: string }
  /** This page's own origin is plain http on a network, and the browser keeps it from other machines. */
  | { kind: 'insecure-origin'; url: string }
  /** `wasSent`: a key went out and was refused. */
  | { kind: 'key-wanted'; url: string; message?: string; wasSent?: boolean }
  /** Nothing readable came, from a vendor whose refusal of a key cannot be read by a page: either is possible. */
  | { kind: 'key-or-network'; url: string }
  /** The server answers pages, but its preflight does not let this header pass. */
  | { kind: 'header-refused'; url: string; header: string }
  /** The address answers with a redirect, along which no key is sent. */
  | { kind: 'redirected'; url: string }
  /** The account has no credit (402). */
  | { kind: 'payment-wanted'; message?: string }
  /** The provider's safety rules stopped the prompt or the reply. */
  | { kind: 'content-blocked'; message?: string }
  /** A sealed key is needed and the vault is locked. */
  | { kind: 'vault-locked' }
  /** No attempt is taken before `waitUntil` (epoch ms), where it is given. */
  | { kind: 'vault-refused'; waitUntil?: number }
  /** A sealed box or the vault's row has been changed or cut. */
  | { kind: 'vault-damaged'; what: 'vault' | 'key' }
  /** Its key derivation is weaker than we accept: it was tampered with. */
  | { kind: 'vault-weak' }
  /** This origin has no WebCrypto. */
  | { kind: 'vault-absent' }
  /** It was made with Argon2id, which cannot run here. */
  | { kind: 'vault-no-wasm' }
  /** It is the only lock left: without it nothing would open the vault. */
  | { kind: 'vault-last-lock' }
  /** What was pasted as a key or a secret header cannot be sent. `no-colon`: name and password are parted by one. */
  | { kind: 'key-unusable'; reason: 'empty' | 'control' | 'letters' | 'no-colon' }
  /** A new key was refused by its server; the old one was kept. */
  | { kind: 'new-key-refused'; message?: string }
  /** A limit of the person's own. `freesAt`: when it allows the next request, epoch ms. */
  | { kind: 'limit-reached'; limit: import('./limits.ts').LimitName; name: string; freesAt: number }
  /** The session may not leave `fence`, and the server lies in `zone`. */
  | { kind: 'outside-fence'; fence: Zone; zone: Zone; name: string }
  /** No server that may answer has this model. */
  | { kind: 'no-server-for-model'; model: string; fence?: Zone }
  /** Something of the browser is needed that no open page lends. */
  | {
      kind: 'browser-lacks';
      what: 'built-in-model' | 'page-models';
      /** `no-engine`: it cannot run what runs models; `not-kept`: that was never fetched, and the app's own host is away. */
      reason?: 'needs-click' | 'unavailable' | 'other-tab' | 'no-engine' | 'not-kept';
    }
  /** A model in this browser would take more than there is: told before it is loaded. */
  | { kind: 'memory-short'; needBytes: number; roomBytes: number; contextLength: number }
  /** It broke off while it was loaded or answered; the next request loads it again. */
  | { kind: 'page-model-crashed'; reason: 'memory' | 'text' | 'other'; message: string }
  /** The deployer's file: what of it was left out, and why. */
  | { kind: 'config-invalid'; place: string; reason: string }
  /** It answers, but not like a model server. `found` is a short description (a title, a content type). */
  | { kind: 'not-a-model-server'; url: string; found?: string }
  | {
      kind: 'invalid-address';
      text: string;
      reason: 'empty' | 'scheme' | 'query' | 'credentials' | 'unreadable';
    }
  /** `where`: the server was asked to fetch it, and it is not there either. */
  | { kind: 'model-missing'; model: string; message?: string; where?: 'registry' }
  /** The disk of the server is full, not the one of this device. */
  | { kind: 'server-disk-full'; message?: string }
  /** `level`: the server knows no such one; `base`: the base is no longer in full precision. */
  | { kind: 'quantize-refused'; reason: 'level' | 'base'; message: string }
  /** The registry does not let the server in, or through. `signInUrl` leads to Ollama's own site. */
  | {
      kind: 'registry-refused';
      reason: 'signed-out' | 'not-allowed' | 'newer-server';
      message?: string;
      signInUrl?: string;
    }
  /** The server itself cannot reach the place it was to fetch from or send to. */
  | { kind: 'registry-unreachable'; host?: string; message: string }
  /** What arrived is not what its digest says. `kept`: for this browser itself; it was deleted. */
  | { kind: 'digest-mismatch'; work: 'download' | 'upload' | 'kept'; message?: string }
  /**
   * The server read the file as a model and could not. `absent`: it has no such file (any more). `architecture`, `no-model`
   * (a projector, an adapter) and `mixed` (of several models): this browser could not run it.
   */
  | {
      kind: 'gguf-refused';
      reason:
        | 'not-gguf'
        | 'cut'
        | 'split'
        | 'invalid'
        | 'absent'
        | 'architecture'
        | 'no-model'
        | 'mixed';
      message: string;
    }
  /** The picked file is not at hand any more: a page keeps one only as long as the engine lives. */
  | { kind: 'file-wanted'; fileName: string; sizeBytes: number }
  | { kind: 'too-large'; message?: string }
  | { kind: 'rate-limited'; message?: string; retryAfterMs?: number }
  /** The server is still loading a model (503). Normally waited out, not shown. */
  | { kind: 'loading'; message?: string }
  | { kind: 'busy'; message?: string }
  | {
      kind: 'context-exceeded';
      promptTokens?: number;
      contextLength?: number;
      message?: string;
    }
  /** The model or server lacks an ability that the request asked for. */
  | {
      kind: 'unsupported';
      ability: string;
      message?: string;
      /** With it the server could, once it is started again. */
      flag?: string;
    }
  /** Any other 4xx. */
  | { kind: 'refused'; status: number; message: string }
  | { kind: 'server-error'; status: number; message: string }
  /** The server reported an error in the middle of its stream. */
  | { kind: 'stream-error'; message: string }
  /** What came is not what the protocol says; `line` is its beginning. */
  | { kind: 'unreadable'; line: string; message?: string }
  /** The body ended, or the connection broke, before its last mark. */
  | {
      kind: 'truncated';
      /** The next attempt begins at the first byte: what came is of no use. */
      fromStart?: boolean;
    }
  /** An answer that is read whole went on beyond what such an answer may hold; the rest was not fetched. */
  | { kind: 'answer-too-large'; url: string; limitBytes: number }
  /** Bytes stopped coming for this long. */
  | { kind: 'idle'; idleMs: number }
  | { kind: 'no-answer'; waitedMs: number }
  | { kind: 'connection-missing' }
  | { kind: 'connection-off'; name: string }
  | { kind: 'no-model' }
  /** Absent: of a session's messages. */
  | { kind: 'queue-full'; size: number; of?: 'jobs' }
  | { kind: 'storage-full' }
  /** This browser keeps no models: it has no files for pages, refuses them here, or cannot write them from a worker. */
  | { kind: 'no-model-store'; reason: 'absent' | 'refused' | 'read-only' }
  /** A model is larger than what is free of the room that the browser grants. */
  | { kind: 'no-room'; neededBytes: number; freeBytes: number }
  /** A model cannot be fetched from there by a page. `terms`: its owner's terms have to be agreed to with an account. */
  | { kind: 'source-refused'; url: string; reason: 'cors' | 'terms' | 'absent' }
  | { kind: 'storage-failed'; message: string }
  | { kind: 'storage-newer'; found: number; known: number }
  | { kind: 'storage-absent'; message: string }
  | { kind: 'file-too-large'; sizeBytes: number; limitBytes: number }
  | { kind: 'file-invalid'; reason: string }
  | { kind: 'engine-gone' }
  /** The engine gave way to a newer build, or its database was taken away: this page is left behind. */
  | { kind: 'engine-old' }
  | { kind: 'not-found'; what: string }
  | { kind: 'unexpected'; message: string };

export type FaultKind = Fault['kind'];

/** What is thrown inside a room; `faultFrom` turns it into its fault at the seam. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.kind, options);
    this.name = 'FaultError';
    this.fault = fault;
  }
}

/** The seam: whatever was thrown, as a fault. Quota and aborted-transaction errors of IndexedDB come out as storage faults. */
export function faultFrom(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  if (/QuotaExceeded|quota/i.test(text)) return { kind: 'storage-full' };
  return { kind: 'unexpected', message: text.slice(0, 300) };
}

/** The error code shown to people and written to logs: the kind in upper snake case. */
export function faultCode(fault: Fault): string {
  return fault.kind.toUpperCase().replaceAll('-', '_');
}
