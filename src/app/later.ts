/**
 * What the frame needs at some press of a key or button, and not before. It is fetched right after the first paint, with
 * its words, and not on the press: by then its host may be gone.
 */
import { lazy } from 'solid-js';
import { loadFaultWords } from '../i18n/fault-text.ts';
import { loadWords } from '../i18n/i18n.ts';
import { loadSearchHits } from '../screens/list/later-hits.ts';
import { fetchLaterParts } from '../screens/sessions/later-parts.ts';

const load = async () => {
  const [bundle] = await Promise.all([
    import('./later-bundle.ts').then(({ parts, keyTable }) => ({ parts, keyTable })),
    loadWords('later'),
    loadFaultWords(),
  ]);
  return bundle;
};
const loadUnlock = async () => {
  const [{ UnlockDialog: dialog }] = await Promise.all([
    import('./UnlockDialog.tsx'),
    loadWords('vault'),
    loadFaultWords(),
  ]);
  return { default: dialog };
};

export type KeyTable = Awaited<ReturnType<typeof load>>['keyTable'];

export const Notices = lazy(async () => ({ default: (await load()).parts.Notices }));
export const Palette = lazy(async () => ({ default: (await load()).parts.Palette }));
export const StatusWork = lazy(async () => ({ default: (await load()).parts.StatusWork }));
export const UnlockDialog = lazy(loadUnlock);

/** Resolves with the table of keys for the help, where it could be had. Never rejects. */
export async function fetchLater(): Promise<KeyTable | undefined> {
  const [bundle] = await Promise.allSettled([
    load(),
    loadUnlock(),
    fetchLaterParts(),
    loadSearchHits(),
  ]);
  return bundle.status === 'fulfilled' ? bundle.value.keyTable : undefined;
}
