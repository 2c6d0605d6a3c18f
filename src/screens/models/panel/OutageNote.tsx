import { Show } from 'solid-js';
import type { Outage } from '../../../domain/server-panel.ts';
import { formatDuration, formatMoment } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';

export type OutageNoteProps = { readonly outage: Outage; readonly now: number };

/** The newest fall of the server: what it cost, when it is tried again, and how it came back. */
export function OutageNote(props: OutageNoteProps) {
  const t = () => words().panel.outage;
  const time = () => {
    const { fellAt, backAt } = props.outage;
    const fell = formatMoment(fellAt, props.now);
    return backAt === undefined
      ? t().away(fell)
      : t().back(formatDuration(Math.max(0, backAt - fellAt)), formatMoment(backAt, props.now));
  };
  const next = () => {
    const { nextTryAt, backAt } = props.outage;
    const waitMs = (nextTryAt ?? 0) - props.now;
    return backAt === undefined && waitMs > 0
      ? t().next(formatDuration(Math.ceil(waitMs / 1000) * 1000))
      : undefined;
  };
  const warming = () => {
    const { warming: now } = props.outage;
    if (!now) return undefined;
    return { loading: t().warming, done: t().warm, failed: t().cold }[now.state](now.model);
  };
  return (
    <p>
      {time()} <Show when={next()}>{(text) => <>{text()} </>}</Show>
      <Show when={warming()}>{(text) => text()}</Show>
    </p>
  );
}
