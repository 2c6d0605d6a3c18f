/**
 * Sees to it that a worker which died without a word does not keep its call for ever. Only steps count: a batch of a
 * prompt, a picture, a token. The longest of them on a slow phone is far shorter than the patience here, so that nothing
 * which still works is ever ended; Stop ends it at once all the same.
 */

export type StepWatch = {
  readonly step: () => void;
  /** Rejects after a silence; never resolves. */
  readonly silence: Promise<never>;
  readonly clear: () => void;
};

/** Counted in parts: a page that slept (a closed lid, a phone in a pocket) has slept one of them, however long. */
const parts = 30;

export function createStepWatch(patienceMs: number): StepWatch {
  let left = parts;
  let timer: ReturnType<typeof setInterval> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      const minutes = Math.round(patienceMs / 60_000);
      reject(new Error(`its worker gave no sign of life for ${minutes} minutes`));
    }, patienceMs / parts);
  });
  silence.catch(() => undefined); // told by the call that waits for it, if one does
  return {
    silence,
    step: () => {
      left = parts;
    },
    clear: () => clearInterval(timer),
  };
}
