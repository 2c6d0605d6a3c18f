/**
 * The colours of code, for the page: short code is read in the page, long code in a worker that is
 * started when first needed. Both load highlight.js and its languages only then.
 */
import type { HighlightAnswer, HighlightRequest } from './highlight-worker.ts';

/** A stretch of code and what it is. Offsets count UTF-16 units; sorted, without overlap. */
export type CodeMark = { readonly from: number; readonly to: number; readonly role: string };

export type Highlighter = {
  /** Rejects when aborted, or where the code could not be read; an unknown language gives no marks. */
  readonly highlight: (
    code: string,
    language: string,
    signal: AbortSignal,
  ) => Promise<readonly CodeMark[]>;
  readonly dispose: () => void;
};

/** Longer code goes to the worker, in characters. */
const longFrom = 20_000;

export function createHighlighter(): Highlighter {
  const waiting = new Map<number, (answer: HighlightAnswer) => void>();
  let worker: Worker | undefined;
  let lastId = 0;

  const start = (): Worker => {
    const started = new Worker(new URL('./highlight-worker.ts', import.meta.url), {
      type: 'module',
      name: 'llantern-highlight',
    });
    started.addEventListener('message', (event: MessageEvent<HighlightAnswer>) => {
      waiting.get(event.data.id)?.(event.data);
    });
    started.addEventListener('error', () => {
      for (const [id, settle] of waiting) settle({ id });
      stop();
    });
    return started;
  };
  const stop = () => {
    worker?.terminate();
    worker = undefined;
  };
  const ask = (code: string, language: string, signal: AbortSignal) =>
    new Promise<Uint32Array>((resolve, reject) => {
      lastId += 1;
      const id = lastId;
      const onAbort = () => {
        waiting.delete(id);
        reject(signal.reason);
      };
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.set(id, ({ marks }) => {
        waiting.delete(id);
        signal.removeEventListener('abort', onAbort);
        if (marks) resolve(marks);
        else reject(new Error('The code could not be read.'));
      });
      worker ??= start();
      const request: HighlightRequest = { id, code, language };
      worker.postMessage(request);
    });

  return {
    highlight: async (code, language, signal) => {
      signal.throwIfAborted();
      const { readMarks, codeRoles } = await import('./highlight-marks.ts');
      const isLong = code.length > longFrom;
      const marks = isLong ? await ask(code, language, signal) : await readMarks(code, language);
      return marksFrom(marks, codeRoles);
    },
    dispose: stop,
  };
}

function marksFrom(triples: Uint32Array, roles: readonly string[]): readonly CodeMark[] {
  const marks: CodeMark[] = [];
  for (let at = 0; at + 2 < triples.length; at += 3) {
    const [from = 0, to = 0, role = 0] = triples.subarray(at, at + 3);
    marks.push({ from, to, role: roles[role] ?? '' });
  }
  return marks;
}
