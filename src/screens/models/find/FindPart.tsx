import { For, Match, Show, Switch } from 'solid-js';
import { isRepo } from '../../../domain/hub-terms.ts';
import { words } from '../../../i18n/i18n.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { findPlaces } from './create-find.ts';
import styles from './Find.module.css';
import { FindBar } from './FindBar.tsx';
import { useFind } from './find-context.ts';
import { HubModelPart } from './HubModelPart.tsx';
import { HubPart } from './HubPart.tsx';
import { LibraryPart } from './LibraryPart.tsx';
import { ServersPart } from './ServersPart.tsx';

/** The field over everything, the places to look, and the one that is shown. */
export function FindPart() {
  const find = useFind();
  const t = () => words().find;
  return (
    <>
      <FindBar />
      <nav class={styles['places']} aria-label={t().places}>
        <For each={findPlaces}>
          {(place) => (
            <a
              href={find.placeLink(place)}
              aria-current={place === find.place() ? 'page' : undefined}
            >
              {t().place[place]}
            </a>
          )}
        </For>
      </nav>
      <Switch>
        <Match when={find.repo()} keyed>
          {(repo) => (
            <Show
              when={isRepo(repo)}
              fallback={<EmptyState icon="search" title={t().model.wrong} />}
            >
              <HubModelPart repo={repo} />
            </Show>
          )}
        </Match>
        <Match when={find.place() === 'hub'}>
          <HubPart />
        </Match>
        <Match when={find.place() === 'servers'}>
          <ServersPart />
        </Match>
        <Match when={find.place() === 'library'}>
          <LibraryPart />
        </Match>
      </Switch>
    </>
  );
}
