/**
 * Estimates passphrases away from the page: the lists of common ones are large, and what is typed is forgotten with the
 * worker. Also makes suggestions. One request, one answer, by number; nothing leaves here but the answer.
 */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import { guessesPerSecond, type PassphraseEstimate } from '../domain/passphrase.ts';
import { weaknessOf } from './passphrase-weakness.ts';
import { chooseWords } from './passphrase-words.ts';

export type PassphraseRequest =
  | { readonly id: number; readonly kind: 'estimate'; readonly text: string }
  | { readonly id: number; readonly kind: 'suggest' };
export type PassphraseAnswer =
  | { readonly id: number; readonly kind: 'estimate'; readonly estimate: PassphraseEstimate }
  | { readonly id: number; readonly kind: 'suggest'; readonly text: string };

/** Words that anybody would try here first. */
const ours = ['llantern', 'lantern', 'vault', 'passphrase', 'ollama', 'llama'];
const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

self.addEventListener('message', (event: MessageEvent<PassphraseRequest>) => {
  const request = event.data;
  if (request.kind === 'suggest') {
    const text = chooseWords(dictionary['diceware-common']);
    answer({ id: request.id, kind: 'suggest', text });
    return;
  }
  const { score, guesses, feedback, sequence } = estimator.check(request.text, ours);
  const weakness = weaknessOf(request.text, score, feedback.warning, sequence);
  answer({
    id: request.id,
    kind: 'estimate',
    estimate: {
      score,
      heldSeconds: guesses / guessesPerSecond,
      ...(weakness === undefined ? {} : { weakness }),
    },
  });
});

function answer(message: PassphraseAnswer): void {
  self.postMessage(message);
}
