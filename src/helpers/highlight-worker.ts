/** Reads long code away from the page. One request, one answer, by number. */
import { readMarks } from './highlight-marks.ts';

export type HighlightRequest = {
  readonly id: number;
  readonly code: string;
  readonly language: string;
};

/** `marks` is missing where the code could not be read. */
export type HighlightAnswer = { readonly id: number; readonly marks?: Uint32Array };

self.addEventListener('message', (event: MessageEvent<HighlightRequest>) => {
  const { id, code, language } = event.data;
  readMarks(code, language).then(
    (marks) => answer({ id, marks }),
    () => answer({ id }),
  );
});

function answer(message: HighlightAnswer): void {
  self.postMessage(message);
}
