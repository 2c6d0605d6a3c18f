/**
 * Puts a popover beside its anchor: below where there is room, else above; kept inside the window.
 * Written by hand because anchor positioning is younger than the browsers we promise.
 */
export type Placement = {
  /** Which edge of the anchor the popover lines up with. */
  readonly align: 'start' | 'end';
  readonly gapPx?: number | undefined;
};

const marginPx = 8;

function placePopover(popover: HTMLElement, anchor: HTMLElement, placement: Placement) {
  const gap = placement.gapPx ?? 6;
  const box = anchor.getBoundingClientRect();
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  popover.style.maxBlockSize = '';
  const below = height - box.bottom - gap - marginPx;
  const above = box.top - gap - marginPx;
  const wanted = popover.offsetHeight;
  const isBelow = wanted <= below || below >= above;
  const tall = Math.min(wanted, Math.max(isBelow ? below : above, 120));
  popover.style.maxBlockSize = `${Math.max(isBelow ? below : above, 120)}px`;
  const isRightToLeft = getComputedStyle(anchor).direction === 'rtl';
  const alignsLeft = (placement.align === 'start') !== isRightToLeft;
  const left = alignsLeft ? box.left : box.right - popover.offsetWidth;
  const rightmost = width - popover.offsetWidth - marginPx;
  popover.style.left = `${Math.max(marginPx, Math.min(left, rightmost))}px`;
  popover.style.top = `${Math.max(marginPx, isBelow ? box.bottom + gap : box.top - gap - tall)}px`;
}

/** Keeps the place while the window changes or something around scrolls. Returns the way to stop. */
export function followAnchor(
  popover: HTMLElement,
  anchor: HTMLElement,
  placement: Placement,
): () => void {
  const place = () => placePopover(popover, anchor, placement);
  const onScroll = (event: Event) => {
    if (!(event.target instanceof Node && popover.contains(event.target))) place();
  };
  place();
  window.addEventListener('resize', place);
  window.addEventListener('scroll', onScroll, { capture: true, passive: true });
  return () => {
    window.removeEventListener('resize', place);
    window.removeEventListener('scroll', onScroll, { capture: true });
  };
}
