import { For, Show } from 'solid-js';
import type { RouterView } from '../../../domain/server-panel.ts';
import { formatMoment, formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { nowAt } from '../../../lib/timing.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { PanelCard } from './PanelCard.tsx';
import { usePanel } from './panel-context.ts';
import { eventText } from './panel-words.ts';
import styles from './RouterCard.module.css';
import { RouterModelRow } from './RouterModelRow.tsx';

export type RouterCardProps = { readonly router: RouterView };

/** The models of a router: what runs, what failed and why, and what has happened. */
export function RouterCard(props: RouterCardProps) {
  const state = useAppState();
  const panel = usePanel();
  const t = () => words().panel.router;
  const text = () => {
    const { maxLoaded, loadsByItself } = props.router;
    return [
      t().text,
      maxLoaded === undefined ? undefined : t().limit(formatNumber(maxLoaded)),
      loadsByItself === false ? t().noAutoload : undefined,
    ]
      .filter((part) => part !== undefined)
      .join(' ');
  };
  const rescan = () => {
    const { connectionId } = panel.place();
    return panel.done(state.engine.call('panel.refresh', { connectionId, rescans: true }));
  };
  return (
    <PanelCard
      title={t().title}
      text={text()}
      actions={
        <Button size="small" icon="search" onClick={rescan}>
          {t().rescan}
        </Button>
      }
    >
      <ul class={styles['rows']}>
        <For
          each={props.router.models}
          fallback={
            <Show when={(panel.view()?.askedAt ?? 0) > 0}>
              <li class={styles['quiet']}>{t().none}</li>
            </Show>
          }
        >
          {(model) => <RouterModelRow model={model} />}
        </For>
      </ul>
      <details class={styles['events']}>
        <summary>{t().events}</summary>
        <ol>
          <For each={props.router.events} fallback={<li>{t().noEvents}</li>}>
            {(event) => (
              <li data-tone={event.what === 'failed' ? 'error' : undefined}>
                <time>{formatMoment(event.at, nowAt())}</time> {eventText(event)}
              </li>
            )}
          </For>
        </ol>
      </details>
    </PanelCard>
  );
}
