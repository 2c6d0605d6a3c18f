/** Runs when the page has painted and has nothing else to do, at the latest after two seconds. */
export function whenIdle(run: () => void): void {
  if (typeof window.requestIdleCallback === 'function') {
    window.requestIdleCallback(run, { timeout: 2000 });
  } else {
    setTimeout(run, 300); // Safari has no such callback
  }
}
