/**
 * The page's side of the passphrase estimator: a worker started with the first question and ended with `dispose`, so
 * that what was typed does not stay in memory.
 */
import type { PassphraseEstimate } from '../domain/passphrase.ts';
import type { PassphraseAnswer, PassphraseRequest } from './passphrase-worker.ts';

export type PassphraseJudge = {
  /** Rejects where the estimator could not be loaded; the next question tries again. */
  readonly estimate: (text: string) => Promise<PassphraseEstimate>;
  /** A passphrase of words drawn by lot. */
  readonly suggest: () => Promise<string>;
  readonly dispose: () => void;
};

type Question = PassphraseRequest extends infer Each
  ? Each extends { id: number }
    ? Omit<Each, 'id'>
    : never
  : never;
type Waiting = { take: (answer: PassphraseAnswer) => void; fail: (error: Error) => void };

export function createPassphraseJudge(): PassphraseJudge {
  const waitingById = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;

  const start = (): Worker => {
    const started = new Worker(new URL('./passphrase-worker.ts', import.meta.url), {
      type: 'module',
      name: 'llantern-passphrase',
    });
    started.addEventListener('message', (event: MessageEvent<PassphraseAnswer>) => {
      waitingById.get(event.data.id)?.take(event.data);
      waitingById.delete(event.data.id);
    });
    started.addEventListener('error', stop);
    return started;
  };
  const stop = () => {
    worker?.terminate();
    worker = undefined;
    for (const { fail } of waitingById.values()) fail(new Error('The estimator is gone.'));
    waitingById.clear();
  };
  const ask = (question: Question) =>
    new Promise<PassphraseAnswer>((take, fail) => {
      lastId += 1;
      waitingById.set(lastId, { take, fail });
      worker ??= start();
      worker.postMessage({ ...question, id: lastId });
    });

  return {
    estimate: async (text) => {
      const answer = await ask({ kind: 'estimate', text });
      if (answer.kind !== 'estimate') throw new Error('The estimator answered something else.');
      return answer.estimate;
    },
    suggest: async () => {
      const answer = await ask({ kind: 'suggest' });
      if (answer.kind !== 'suggest') throw new Error('The estimator answered something else.');
      return answer.text;
    },
    dispose: stop,
  };
}
