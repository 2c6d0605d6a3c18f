/** Which hosts may be asked for pictures: only those the person allowed, for as long as the page is open. */
import { createSignal } from 'solid-js';

const [allowedHosts, setAllowedHosts] = createSignal<ReadonlySet<string>>(new Set());

export function mayLoadImage(url: string): boolean {
  return allowedHosts().has(hostOf(url));
}

export function allowImageHost(url: string): void {
  setAllowedHosts((before) => new Set([...before, hostOf(url)]));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
