/** Ties the follow machine to a scroller: reads the person's gestures, and holds the view at the end while it may. */
import { type Accessor, createSignal } from 'solid-js';
import { monotonicMs } from '../../lib/timing.ts';
import {
  endSlackPx,
  type FollowEvent,
  isHeld,
  isUpwardKey,
  nextFollow,
  scrollEventFrom,
  startFollowing,
} from './following.ts';

export type Following = {
  readonly step: (event: FollowEvent) => void;
  /** Whether a button back to the end makes sense now. */
  readonly offersReturn: Accessor<boolean>;
  readonly hasNewText: Accessor<boolean>;
  /** Listens until the returned stop is called. */
  readonly attach: (scroller: HTMLElement, content: HTMLElement) => () => void;
};

const arrivalMs = 700;

export function createFollowing(wish: {
  readonly autoScroll: () => boolean;
  readonly inFlight: () => boolean;
}): Following {
  const [follow, setFollow] = createSignal(startFollowing);
  const [isAway, setAway] = createSignal(false);
  let pin: (() => void) | undefined;
  let shownUntilMs = 0;
  const isHeldNow = () =>
    isHeld(follow(), { autoScroll: wish.autoScroll(), inFlight: wish.inFlight() }) ||
    (follow().mode === 'following' && monotonicMs() < shownUntilMs);

  function step(event: FollowEvent): void {
    setFollow((before) => nextFollow(before, event));
    if (event !== 'sent' && event !== 'back') return;
    // A wish to be at the end is met even where replies are not followed: until what was sent has come into view.
    shownUntilMs = monotonicMs() + arrivalMs;
    pin?.();
  }

  function attach(scroller: HTMLElement, content: HTMLElement): () => void {
    const ended = new AbortController();
    const options = { passive: true, signal: ended.signal } as const;
    let lastTop = scroller.scrollTop;
    let scrolledHeight = scroller.scrollHeight;
    let lastHeight = 0;
    let holdsScrollbar = false;
    let touchY = 0;
    const leftBelow = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    const goUp = () => {
      if (scroller.scrollTop > 0) step('gesture-up');
    };
    pin = () => {
      scroller.scrollTop = scroller.scrollHeight;
      lastTop = scroller.scrollTop;
      scrolledHeight = scroller.scrollHeight;
      setAway(false);
    };
    scroller.addEventListener(
      'wheel',
      (event) => {
        if (event.deltaY < 0 && !event.ctrlKey) goUp();
      },
      options,
    );
    scroller.addEventListener(
      'touchstart',
      (event) => {
        touchY = event.touches[0]?.clientY ?? 0;
      },
      options,
    );
    scroller.addEventListener(
      'touchmove',
      (event) => {
        const y = event.touches[0]?.clientY ?? touchY;
        if (y > touchY + 3) goUp();
        touchY = y;
      },
      options,
    );
    scroller.addEventListener(
      'keydown',
      (event) => {
        const isTyping =
          event.target instanceof HTMLElement && event.target.matches('textarea, input');
        if (isUpwardKey(event) && !isTyping) goUp();
      },
      options,
    );
    scroller.addEventListener(
      'pointerdown',
      (event) => {
        holdsScrollbar = event.target === scroller && event.offsetX >= scroller.clientWidth;
      },
      options,
    );
    scroller.addEventListener(
      'pointermove',
      (event) => {
        if (event.buttons === 0) holdsScrollbar = false;
      },
      options,
    );
    scroller.addEventListener(
      'scroll',
      () => {
        const { scrollTop: top, scrollHeight: height, clientHeight: viewHeight } = scroller;
        const event = scrollEventFrom({
          top,
          lastTop,
          height,
          lastHeight: scrolledHeight,
          viewHeight,
          holdsScrollbar,
        });
        lastTop = top;
        scrolledHeight = height;
        if (event) setFollow((before) => nextFollow(before, event));
        setAway(height - top - viewHeight > endSlackPx * 4);
      },
      options,
    );
    const sized = new ResizeObserver(() => {
      const height = scroller.scrollHeight;
      if (isHeldNow()) pin?.();
      else if (wish.inFlight() && height > lastHeight && leftBelow() > endSlackPx) {
        // Also where replies are not followed: what grew out of sight is not jumped to when it is done.
        setFollow((before) => nextFollow(nextFollow(before, 'gesture-up'), 'grew'));
        setAway(leftBelow() > endSlackPx * 4);
      }
      lastHeight = height;
    });
    sized.observe(content);
    sized.observe(scroller);
    if (isHeldNow()) pin();
    return () => {
      ended.abort();
      sized.disconnect();
      pin = undefined;
    };
  }

  return {
    step,
    offersReturn: () => isAway() && !isHeldNow(),
    hasNewText: () => follow().hasNewText || (isAway() && wish.inFlight() && !isHeldNow()),
    attach,
  };
}
