/**
 * Brings one message into view and keeps it there while rows above it are being measured: its page may still be on
 * its way, and every row that turns out taller than thought pushes it on.
 */

export type Landing = {
  readonly takesFocus: boolean;
  /** False once another message is to be shown. */
  readonly isStillWanted: () => boolean;
  /** Scrolls to where the message is thought to be, so that it gets mounted. */
  readonly scrollNear: () => void;
  readonly onLanded: () => void;
};

const mostFrames = 30;
/** Looked at for so many frames after it came, in case it is pushed out of view again. */
const settleFrames = 6;

export function landOn(view: HTMLElement, position: number, landing: Landing): void {
  const step = (framesLeft: number, hasLanded: boolean) => {
    if (!landing.isStillWanted() || framesLeft === 0) return;
    const article = view.querySelector<HTMLElement>(`article[data-position="${position}"]`);
    if (article) {
      if (!isInView(article, view)) article.scrollIntoView({ block: 'start' });
      // What was opened inside it meanwhile keeps the focus.
      if (landing.takesFocus && !article.contains(document.activeElement)) {
        article.focus({ preventScroll: true });
      }
    } else {
      landing.scrollNear();
    }
    const isSettled = article !== null && hasLanded;
    if (!isSettled || framesLeft > mostFrames - settleFrames) {
      requestAnimationFrame(() => step(framesLeft - 1, article !== null));
    } else {
      landing.onLanded();
    }
  };
  step(mostFrames, false);
}

function isInView(article: HTMLElement, view: HTMLElement): boolean {
  const box = article.getBoundingClientRect();
  const frame = view.getBoundingClientRect();
  return box.top >= frame.top - 1 && box.top <= frame.bottom - Math.min(80, box.height);
}
