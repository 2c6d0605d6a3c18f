/**
 * Parts of the chat screen that nobody needs before the first paint. They are fetched right after it, with their words,
 * and not on the first click: by then their host may be gone.
 */
import { lazy } from 'solid-js';
import { loadFaultWords } from '../../i18n/fault-text.ts';
import { loadWords } from '../../i18n/i18n.ts';
import { loadMarkdown } from './load-markdown.ts';

const load = async () => {
  const [bundle] = await Promise.all([
    import('./later-bundle.ts').then(({ parts, intake }) => ({ parts, intake })),
    loadWords('later'),
    loadFaultWords(),
  ]);
  return bundle;
};
type Parts = Awaited<ReturnType<typeof load>>['parts'];

const part = <Name extends keyof Parts>(name: Name) =>
  lazy<Parts[Name]>(async () => ({ default: (await load()).parts[name] }));

export const ComposerNotes = part('ComposerNotes');
export const DeleteMessage = part('DeleteMessage');
export const EditMessage = part('EditMessage');
export const EvictionNote = part('EvictionNote');
export const FailureCard = part('FailureCard');
export const FaultFoot = part('FaultFoot');
export const FindBar = part('FindBar');
export const FirstQuestions = part('FirstQuestions');
export const ModelPanel = part('ModelPanel');
export const SessionSettings = part('SessionSettings');
export const TurnTrouble = part('TurnTrouble');
export const WaitingLine = part('WaitingLine');

const loadUnlock = async () => ({
  default: (await import('./UnlockNotice.tsx')).UnlockNotice,
});
export const UnlockNotice = lazy(loadUnlock);

/** Makes files ready to be attached. */
export async function loadIntake() {
  return (await load()).intake;
}

/** Never rejects: what could not be had is asked for again when it is needed. */
export async function fetchLaterParts(): Promise<void> {
  await Promise.allSettled([load(), loadUnlock(), loadMarkdown()]);
}
