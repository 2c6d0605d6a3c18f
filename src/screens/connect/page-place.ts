/** This page and its browser, as they see themselves. */
import {
  type Browser,
  browserFrom,
  majorVersionIn,
  type System,
  systemFrom,
} from '../../domain/browser.ts';
import type { PagePlace } from './look-for.ts';

export type BrowserPlace = {
  readonly browser: Browser;
  readonly system: System;
  /** Its main version; empty where it does not say. */
  readonly version: string;
};

export function readPagePlace(): PagePlace {
  return { origin: location.origin, isSecure: window.isSecureContext };
}

export function readBrowserPlace(): BrowserPlace {
  const { userAgent, maxTouchPoints } = navigator;
  return {
    browser: browserFrom({ userAgent }),
    system: systemFrom(userAgent, maxTouchPoints),
    version: majorVersionIn(userAgent),
  };
}
