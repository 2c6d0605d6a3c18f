/**
 * Kinds of connection that live in a page instead of at a server: an open page lends them to the engine by a port. Apart
 * from the schemas, so that the page can know them at its start.
 */
import type { Fault } from './fault.ts';

const addresses = {
  'built-in': 'browser://built-in',
  browser: 'browser://models',
} as const;

export type PageKind = keyof typeof addresses;

export function isPageKind(kind: string): kind is PageKind {
  return Object.hasOwn(addresses, kind);
}

/** What stands for each where a server has its address; no request goes there. `undefined`: it is a server somewhere. */
export function pageAddressOf(kind: string): string | undefined {
  return isPageKind(kind) ? addresses[kind] : undefined;
}

/** What is missing where no page answers (any more). */
export function nobodyLends(kind: PageKind): Fault {
  return { kind: 'browser-lacks', what: kind === 'browser' ? 'page-models' : 'built-in-model' };
}

/** The model in this browser that comes with the app. No model of the person's is called so. */
export const guideName = 'guide';
