import { For, Show } from 'solid-js';
import type { CutReply } from '../../../domain/server-panel.ts';
import { formatMoment } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';

export type CutNoteProps = { readonly cut: readonly CutReply[]; readonly now: number };

/** The replies that broke off, with the way to each: what had come of it stands there and can be continued. */
export function CutNote(props: CutNoteProps) {
  const t = () => words().panel.outage;
  return (
    <Show when={props.cut[0]}>
      {(newest) => (
        <p>
          {t().cut(props.cut.length, formatMoment(newest().at, props.now))}{' '}
          <For each={props.cut}>
            {({ sessionId, title }, at) => (
              <>
                <Show when={at() > 0}>, </Show>
                <a href={`#/s/${encodeURIComponent(sessionId)}`}>{title || t().untitled}</a>
              </>
            )}
          </For>
        </p>
      )}
    </Show>
  );
}
