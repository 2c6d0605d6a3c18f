import { For, Show } from 'solid-js';
import { formatAgo } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { nowAt } from '../../../lib/timing.ts';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';

const most = 8;

/** What can be read again without asking anybody. */
export function HubRecent() {
  const find = useFind();
  const t = () => words().find.hub;
  const searches = () => (find.recent.value?.searches ?? []).slice(0, most);
  const models = () => (find.recent.value?.models ?? []).slice(0, most);
  return (
    <Show when={searches().length + models().length > 0}>
      <section class={styles['recent']}>
        <h2>{t().recent}</h2>
        <ul>
          <For each={searches()}>
            {(search) => (
              <li>
                <button
                  type="button"
                  class={styles['again']}
                  onClick={() => find.searchFor(search.text, search.sort)}
                >
                  {t().recentSearch(search.text, t().sorts[search.sort])}
                </button>{' '}
                <small>{formatAgo(search.fetchedAt, nowAt())}</small>
              </li>
            )}
          </For>
          <For each={models()}>
            {(model) => (
              <li>
                <a
                  class={styles['again']}
                  href={find.repoLink(model.id)}
                  onClick={() => find.wantRepo(model.id)}
                >
                  {model.id}
                </a>{' '}
                <small>{formatAgo(model.fetchedAt, nowAt())}</small>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
