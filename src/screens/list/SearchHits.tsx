/** Messages that hold the searched words, each a link to its place in its session. */
import { For, Match, Show, Switch } from 'solid-js';
import { faultText } from '../../i18n/fault-text.ts';
import { formatAgo } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import type { SessionsState } from '../../state/sessions.ts';
import { HitSnippet } from './HitSnippet.tsx';
import type { HitSearchState } from './hit-search.ts';
import styles from './SearchHits.module.css';

type Hit = Awaited<ReturnType<SessionsState['search']>>[number];

export type SearchHitsProps = {
  readonly state: HitSearchState<Hit>;
  readonly onOpen: () => void;
};

export function SearchHits(props: SearchHitsProps) {
  const hits = () => (props.state.status === 'found' ? props.state.hits : []);
  const role = (name: string) => {
    const names: Record<string, string> = words().app.roles;
    return names[name] ?? name;
  };
  return (
    <Show when={props.state.status !== 'idle'}>
      <section class={styles['hits']} aria-label={words().app.list.inTexts}>
        <h2 class={styles['title']}>{words().app.list.inTexts}</h2>
        <p class={hits().length > 0 ? 'sr-only' : styles['note']} role="status">
          <Switch>
            <Match when={props.state.status === 'searching'}>{words().app.list.searching}</Match>
            <Match when={props.state.status === 'failed' && props.state}>
              {(failed) => faultText(failed().fault).title}
            </Match>
            <Match when={hits().length === 0}>{words().app.list.noHits}</Match>
            <Match when={hits().length > 0}>{words().app.list.hits(hits().length)}</Match>
          </Switch>
        </p>
        <ul class={styles['list']}>
          <For each={hits()}>
            {(hit) => (
              <li>
                <a
                  class={styles['hit']}
                  href={`#/s/${encodeURIComponent(hit.sessionId)}?m=${encodeURIComponent(hit.messageId)}`}
                  onClick={() => props.onOpen()}
                >
                  <span class={styles['where']}>{hit.title || words().app.list.untitled}</span>
                  <HitSnippet text={hit.snippet} ranges={hit.ranges} />
                  <small>
                    {role(hit.role)} · {formatAgo(hit.createdAt, nowAt())}
                  </small>
                </a>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
