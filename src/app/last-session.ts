/**
 * The session that `#/` opens, remembered beside the settings: the field to write in must not wait for the engine to say
 * what was open last.
 */
import { type Accessor, createEffect, on } from 'solid-js';
import type { Session } from '../domain/session.ts';

const key = 'llantern.last-session';

export function rememberLastSession(id: string | undefined): void {
  try {
    if (id === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, id);
  } catch {
    return; // storage is full or forbidden: the next start asks the engine
  }
}

export function recallLastSession(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

export type RecallWatch = {
  readonly currentId: Accessor<string | undefined>;
  /** As the engine knows it: `null` for none, `undefined` before its answer. */
  readonly session: Accessor<Session | null | undefined>;
  readonly startsHome: boolean;
  /** What was remembered is gone since; the engine has to be asked where to go. */
  readonly onGone: () => void;
};

/** Looks once, when the engine has answered, whether the remembered session is still there. */
export function checkRecalled({ currentId, session, startsHome, onGone }: RecallWatch): void {
  const remembered = recallLastSession();
  let recalled = startsHome || currentId() === remembered ? remembered : undefined;
  createEffect(
    on(session, (found) => {
      if (recalled === undefined || found === undefined) return;
      // Who reloads the page of a deleted session may want to bring it back.
      const isDeleted = found === null || (startsHome && found.deletedAt > 0);
      const isGone = isDeleted && currentId() === recalled;
      recalled = undefined;
      if (!isGone) return;
      rememberLastSession(undefined);
      onGone();
    }),
  );
}
