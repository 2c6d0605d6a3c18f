/** Whether keys are named and placed as on a Mac. */
export function isMacLike(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
