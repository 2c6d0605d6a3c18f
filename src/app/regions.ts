/** F6: from one part of the page to the next. A part is an element with `data-region`, in the order of the document. */
export function cycleRegion(step: -1 | 1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.getClientRects().length > 0,
  );
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const from = at < 0 && step < 0 ? 0 : at;
  const next = regions[(from + step + regions.length) % regions.length];
  if (next) focusRegion(next);
}

/** Puts the focus where work in a part begins: its marked place, its text area, its first stop, or the part itself. */
export function focusRegion(region: HTMLElement): void {
  for (const selector of starts) {
    const start = region.querySelector<HTMLElement>(selector);
    if (start && start.getClientRects().length > 0) {
      start.focus();
      return;
    }
  }
  region.focus();
}

const starts = [
  '[data-focus-first]',
  'textarea:enabled',
  'a[aria-current="page"]',
  'a[href]:not([tabindex="-1"])',
  'button:enabled:not([tabindex="-1"])',
];
