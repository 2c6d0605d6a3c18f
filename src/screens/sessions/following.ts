/**
 * Whether the transcript follows its end. The first upward gesture stops it, at once and for good, until the
 * person comes back: by the button, by scrolling to the end, or by sending. Pure: the transcript feeds it events.
 */

export type FollowState = {
  readonly mode: 'following' | 'reading';
  /** Text came below the view while reading. */
  readonly hasNewText: boolean;
};

export type FollowEvent =
  /** Wheel, touch, key or scrollbar moved towards older messages. */
  | 'gesture-up'
  /** The person scrolled down until the end. */
  | 'reached-end'
  /** The button back to the end. */
  | 'back'
  | 'sent'
  /** A message was jumped to: by a link, find, or the keyboard. */
  | 'jumped'
  /** Content grew at the end. */
  | 'grew';

export const startFollowing: FollowState = { mode: 'following', hasNewText: false };
const reading: FollowState = { mode: 'reading', hasNewText: false };
const readingBehind: FollowState = { mode: 'reading', hasNewText: true };

/** Gives the same object where nothing changes, so that a signal stays quiet sixty times a second. */
export function nextFollow(state: FollowState, event: FollowEvent): FollowState {
  switch (event) {
    case 'gesture-up':
    case 'jumped':
      return state.mode === 'reading' ? state : reading;
    case 'reached-end':
    case 'back':
    case 'sent':
      return startFollowing === state ? state : startFollowing;
    case 'grew':
      return state.mode === 'reading' ? readingBehind : state;
  }
}

/** Whether the view is held at the end now: following, unless the person does not want to follow replies. */
export function isHeld(
  state: FollowState,
  wish: { readonly autoScroll: boolean; readonly inFlight: boolean },
): boolean {
  return state.mode === 'following' && (wish.autoScroll || !wish.inFlight);
}

/** How near to the end, in CSS pixels, counts as being there. */
export const endSlackPx = 24;

/**
 * What a scroller's numbers say of a scroll. An upward move while the content changed its height may be our own
 * correction; at the same height it is somebody's wish, be it by the scrollbar or by assistive technology.
 */
export function scrollEventFrom(scroll: {
  readonly top: number;
  readonly lastTop: number;
  readonly height: number;
  readonly lastHeight: number;
  readonly viewHeight: number;
  readonly holdsScrollbar: boolean;
}): FollowEvent | undefined {
  const isAtEnd = scroll.height - scroll.top - scroll.viewHeight <= endSlackPx;
  if (scroll.top < scroll.lastTop - 1) {
    const isWished = scroll.holdsScrollbar || scroll.height === scroll.lastHeight;
    return isWished && !isAtEnd ? 'gesture-up' : undefined;
  }
  return isAtEnd && scroll.top > scroll.lastTop ? 'reached-end' : undefined;
}

/** Keys that scroll towards older messages when a scroller has the focus. */
export function isUpwardKey(event: { readonly key: string; readonly shiftKey: boolean }): boolean {
  return (
    event.key === 'ArrowUp' ||
    event.key === 'PageUp' ||
    event.key === 'Home' ||
    (event.key === ' ' && event.shiftKey)
  );
}
