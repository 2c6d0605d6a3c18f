/** A new passphrase while it is typed: twice alike, and judged; only a good one comes out. */
import { type Accessor, createSignal, onCleanup, useContext } from 'solid-js';
import { isGoodEnough, type PassphraseEstimate } from '../../domain/passphrase.ts';
import { type PassphraseJudge, PassphraseJudgeContext } from '../../state/passphrase-judge.ts';

export type Judgement =
  | { readonly status: 'none' | 'checking' | 'unavailable' }
  | { readonly status: 'known'; readonly estimate: PassphraseEstimate };

export type NewPassphrase = {
  readonly text: Accessor<string>;
  readonly again: Accessor<string>;
  readonly wasSuggested: Accessor<boolean>;
  readonly judgement: Accessor<Judgement>;
  /** Both are there and not alike. */
  readonly differs: Accessor<boolean>;
  /** The passphrase, once it may be used. */
  readonly ready: Accessor<string | undefined>;
  readonly type: (text: string) => void;
  readonly typeAgain: (text: string) => void;
  /** Draws one by lot. */
  readonly suggest: () => Promise<void>;
  /** Asks the judge once more. */
  readonly judgeAgain: () => void;
  readonly clear: () => void;
};

/** Typing rests this long before it is looked at, in ms. */
export const restMs = 150;

/** `openJudge` is called with the first character. */
export function createNewPassphrase(openJudge: () => Promise<PassphraseJudge>): NewPassphrase {
  const [text, setText] = createSignal('');
  const [again, setAgain] = createSignal('');
  const [wasSuggested, setSuggested] = createSignal(false);
  const [judgement, setJudgement] = createSignal<Judgement>({ status: 'none' });
  let opened: Promise<PassphraseJudge> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  let isOver = false;

  async function judge(): Promise<PassphraseJudge> {
    opened ??= openJudge();
    const found = await opened;
    if (isOver) found.dispose();
    return found;
  }

  async function look(): Promise<void> {
    asked += 1;
    const mine = asked;
    try {
      const estimate = await (await judge()).estimate(text());
      if (mine === asked) setJudgement({ status: 'known', estimate });
    } catch {
      // It could not be loaded: said in words, with a button that asks again.
      opened = undefined;
      if (mine === asked) setJudgement({ status: 'unavailable' });
    }
  }

  function change(typed: string): void {
    setText(typed);
    setSuggested(false);
    asked += 1;
    clearTimeout(timer);
    setJudgement({ status: typed === '' ? 'none' : 'checking' });
    if (typed !== '') timer = setTimeout(() => void look(), restMs);
  }

  onCleanup(() => {
    isOver = true;
    asked += 1;
    clearTimeout(timer);
    opened?.then(
      (found) => found.dispose(),
      () => undefined, // there is nothing to dispose of
    );
  });

  return {
    text,
    again,
    wasSuggested,
    judgement,
    differs: () => again() !== '' && again() !== text(),
    ready: () => {
      const known = judgement();
      const isGood = known.status === 'known' && isGoodEnough(text(), known.estimate);
      return isGood && again() === text() ? text() : undefined;
    },
    type: change,
    typeAgain: setAgain,
    suggest: async () => {
      try {
        change(await (await judge()).suggest());
        setSuggested(true);
        setAgain('');
      } catch {
        opened = undefined;
        setJudgement({ status: 'unavailable' });
      }
    },
    judgeAgain: () => void look(),
    clear: () => {
      change('');
      setAgain('');
    },
  };
}

/** With the judge that the composition root lends. */
export function useNewPassphrase(): NewPassphrase {
  const openJudge = useContext(PassphraseJudgeContext);
  if (!openJudge) throw new Error('useNewPassphrase is called outside PassphraseJudgeContext');
  return createNewPassphrase(openJudge);
}
