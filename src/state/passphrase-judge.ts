/** How good a passphrase is. The composition root lends the worker that knows; see `helpers/passphrase.ts`. */
import { createContext } from 'solid-js';
import type { PassphraseEstimate } from '../domain/passphrase.ts';

export type PassphraseJudge = {
  /** Rejects where what it needs could not be loaded. */
  readonly estimate: (text: string) => Promise<PassphraseEstimate>;
  /** A passphrase of words drawn by lot. */
  readonly suggest: () => Promise<string>;
  readonly dispose: () => void;
};

/** Makes one; whoever asked for it disposes of it. */
export const PassphraseJudgeContext = createContext<() => Promise<PassphraseJudge>>();
