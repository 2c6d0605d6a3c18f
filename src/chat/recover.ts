/**
 * Replies without a living owner become interrupted, with their text kept. Runs at the start of an engine, and for
 * turns of other engines as long as those live.
 */
import type { Message } from '../domain/message.ts';
import { nowAt } from '../lib/timing.ts';
import type { ChatStore } from './chat-store.ts';
import type { Ownership } from './ownership.ts';

export type RecoverDeps = {
  readonly store: Pick<ChatStore, 'messages' | 'turns'>;
  readonly ownership: Ownership;
  readonly isOurs: (messageId: string) => boolean;
};

/** Looks at every reply in flight; those with an owner are waited on without holding up the rest. */
export async function recoverAll(deps: RecoverDeps, signal: AbortSignal): Promise<void> {
  for (const message of await deps.store.messages.inFlight()) {
    if (deps.isOurs(message.id)) continue;
    const release = await deps.ownership.tryHold(message.id);
    // What cannot be written now is found again at the next start; it must not keep the others from being looked at.
    if (release) await interrupt(deps, message.id, release).catch(() => undefined);
    else void watchOver(deps, message.id, signal).catch(() => undefined); // this engine ends before the owner does
  }
}

/** Waits for the owner's end. A turn that ended well is left alone: `interrupt` looks at the row again. */
export async function watchOver(
  deps: RecoverDeps,
  messageId: string,
  signal: AbortSignal,
): Promise<Message | undefined> {
  const release = await deps.ownership.waitToHold(messageId, signal);
  return await interrupt(deps, messageId, release);
}

async function interrupt(
  { store }: RecoverDeps,
  messageId: string,
  release: () => void,
): Promise<Message | undefined> {
  try {
    return await store.turns.interrupt(messageId, nowAt());
  } finally {
    release();
  }
}
