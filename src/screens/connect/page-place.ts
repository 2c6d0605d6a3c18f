/** This page as the browser sees it. */
import type { PagePlace } from './look-for.ts';

export function readPagePlace(): PagePlace {
  return { origin: location.origin, isSecure: window.isSecureContext };
}
