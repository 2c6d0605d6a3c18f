import { For, Match, Show, Switch } from 'solid-js';
import type { MetricsView } from '../../../domain/server-panel.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { formatDuration, formatNumber, formatPercent, formatSpeed } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import styles from './ActivityCard.module.css';
import { toldOf } from './create-panel.ts';
import { FlagNote } from './FlagNote.tsx';
import { type Series, seriesOf } from './metric-series.ts';
import { PanelCard } from './PanelCard.tsx';
import { usePanel } from './panel-context.ts';
import { Sparkline } from './Sparkline.tsx';

/** What the server's metrics say, over the time that somebody has looked. */
export function ActivityCard() {
  const panel = usePanel();
  const t = () => words().panel.metrics;
  const told = () => panel.view()?.metrics;
  const fault = () => {
    const now = told();
    return now?.state === 'failed' ? faultText(now.fault) : undefined;
  };
  return (
    <PanelCard title={t().title}>
      <Switch>
        <Match when={toldOf(told())}>{(metrics) => <Charts metrics={metrics()} />}</Match>
        <Match when={told()?.state === 'off'}>
          <FlagNote flag="--metrics" />
        </Match>
        <Match when={fault()}>
          {(text) => <p class={styles['quiet']}>{[text().title, text().next].join('. ')}</p>}
        </Match>
      </Switch>
    </PanelCard>
  );
}

function Charts(props: { readonly metrics: MetricsView }) {
  const t = () => words().panel.metrics;
  const points = () => props.metrics.points;
  const time = () => formatDuration((points().at(-1)?.at ?? 0) - (points()[0]?.at ?? 0));
  const name = (series: Series) => t()[series.name];
  const figure = ({ name: of }: Series, value: number) => {
    if (of === 'speed' || of === 'promptSpeed') return value > 0 ? formatSpeed(value) : t().idle;
    return of === 'cache' ? formatPercent(value) : formatNumber(value);
  };
  const nowWords = (series: Series) => {
    const last = points().at(-1);
    if (series.name !== 'requests' || !last) return figure(series, series.now);
    return t().atWork(formatNumber(last.working), formatNumber(last.waiting));
  };
  const mostWords = (series: Series) => figure(series, series.most);
  const totals = () => {
    const { promptTokens, cachedTokens, writtenTokens, longestTokens = 0 } = props.metrics.totals;
    const all = t().totals(
      formatNumber(promptTokens),
      formatNumber(cachedTokens),
      formatNumber(writtenTokens),
    );
    return longestTokens > 0 ? `${all} ${t().longest(formatNumber(longestTokens))}` : all;
  };
  return (
    <>
      <Show when={points().length > 1} fallback={<p class={styles['quiet']}>{t().waitsForMore}</p>}>
        <ul class={styles['charts']}>
          <For each={seriesOf(points())}>
            {(series) => (
              <li>
                <span class={styles['figures']}>
                  <b>{name(series)}</b>
                  <span>{nowWords(series)}</span>
                  <Show when={series.most > 0}>
                    <small>{t().most(mostWords(series))}</small>
                  </Show>
                </span>
                <Sparkline
                  values={series.values}
                  label={t().chart(name(series), nowWords(series), mostWords(series), time())}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <p class={styles['quiet']}>{totals()}</p>
    </>
  );
}
