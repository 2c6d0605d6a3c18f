/**
 * What the engine and a page say to each other over a port lent for hashing files: a shared engine has no worker of its
 * own, and hashing in it would hold up everything else. Types only.
 */

/** `abort` names the question that nobody waits for any more. */
export type HashQuestion =
  | { readonly type: 'hash'; readonly id: number; readonly blob: Blob }
  | { readonly type: 'abort'; readonly id: number };

export type HashAnswer =
  | { readonly type: 'progress'; readonly id: number; readonly doneBytes: number }
  /** 64 hex digits. */
  | { readonly type: 'digest'; readonly id: number; readonly digest: string }
  /** The file could not be read; in the browser's words. */
  | { readonly type: 'unreadable'; readonly id: number; readonly message: string }
  /** This page cannot: somebody else may. */
  | { readonly type: 'unable'; readonly id: number };
