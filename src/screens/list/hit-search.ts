/** Full-text search as a person types: asked after a short pause, and only the answer to the newest text is shown. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import { type Fault, faultFrom } from '../../domain/fault.ts';

export type HitSearchState<Hit> =
  | { readonly status: 'idle' }
  | { readonly status: 'searching' }
  | { readonly status: 'found'; readonly hits: readonly Hit[] }
  | { readonly status: 'failed'; readonly fault: Fault };

export type HitSearch<Hit> = {
  readonly state: Accessor<HitSearchState<Hit>>;
  readonly ask: (text: string) => void;
};

/** Joins keys that come at once; a search takes less than the time between two others. */
const pauseMs = 40;
/** One letter would find nearly every message. */
const shortest = 2;

export function createHitSearch<Hit>(
  search: (text: string) => Promise<readonly Hit[]>,
): HitSearch<Hit> {
  const [state, setState] = createSignal<HitSearchState<Hit>>({ status: 'idle' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newest = 0;
  onCleanup(() => {
    clearTimeout(timer);
    newest += 1;
  });

  async function run(text: string, turn: number): Promise<void> {
    const next = await outcome(search(text));
    if (turn === newest) setState(next);
  }
  return {
    state,
    ask: (text) => {
      clearTimeout(timer);
      newest += 1;
      const turn = newest;
      const words = text.trim();
      if (words.length < shortest) {
        setState({ status: 'idle' });
        return;
      }
      // What was found stays until the next answer, so that the list does not flicker at each key.
      if (state().status !== 'found') setState({ status: 'searching' });
      timer = setTimeout(() => void run(words, turn), pauseMs);
    },
  };
}

async function outcome<Hit>(work: Promise<readonly Hit[]>): Promise<HitSearchState<Hit>> {
  try {
    return { status: 'found', hits: await work };
  } catch (error) {
    return { status: 'failed', fault: faultFrom(error) };
  }
}
