/** Goes to the first field that something is wrong with, and opens the part it stands in. */
export function focusFirstWrong(root: EventTarget | null | undefined): void {
  if (!(root instanceof HTMLElement)) return;
  const wrong = root.querySelector<HTMLElement>('[aria-invalid="true"]');
  const part = wrong?.closest('details');
  if (part) part.open = true;
  wrong?.focus();
}
