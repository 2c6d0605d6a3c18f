/**
 * Tells when replies start and end: to assistive technology in one polite place (never the text itself), and by a mark in
 * the window's title where a reply ended while nobody looked.
 */
import { type Accessor, createEffect, on, onCleanup } from 'solid-js';
import { words } from '../i18n/i18n.ts';
import type { TurnsState } from '../state/turns.ts';

/** `region` is the polite status element. */
export function tellTurns(turns: TurnsState, region: Accessor<HTMLElement | undefined>): void {
  createEffect(
    on(
      () => turns.inFlight.map((turn) => turn.messageId),
      (now, before) => {
        const said = news(before ?? [], now);
        const element = region();
        if (said !== '' && element) element.textContent = said;
      },
    ),
  );
}

export function news(before: readonly string[], now: readonly string[]): string {
  const texts = words().app.status;
  const ended = before.some((id) => !now.includes(id));
  const began = now.some((id) => !before.includes(id));
  return [ended ? texts.finished : '', began ? texts.started : ''].filter(Boolean).join('. ');
}

/** Keeps `document.title`; a dot before it says that a reply ended in the background. */
export function keepTitle(title: Accessor<string>, turns: TurnsState): void {
  let hasNews = false;
  const write = () => {
    document.title = `${hasNews ? '● ' : ''}${title()}`;
  };
  const onSeen = () => {
    if (document.visibilityState !== 'visible' || !hasNews) return;
    hasNews = false;
    write();
  };
  document.addEventListener('visibilitychange', onSeen);
  onCleanup(() => document.removeEventListener('visibilitychange', onSeen));
  createEffect(on(title, write));
  createEffect(
    on(
      () => turns.inFlight.map((turn) => turn.messageId),
      (now, before) => {
        if (document.visibilityState === 'visible') return;
        if (!before?.some((id) => !now.includes(id))) return;
        hasNews = true;
        write();
      },
    ),
  );
}
