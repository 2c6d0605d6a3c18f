import { For, Show } from 'solid-js';
import { hubSorts } from '../../../domain/hub-terms.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Select } from '../../../ui/Select.tsx';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';
import { HubCard } from './HubCard.tsx';
import { HubConsent } from './HubConsent.tsx';
import { HubRecent } from './HubRecent.tsx';
import { HubState } from './HubState.tsx';

/** Searching the hub: nothing is asked before the person searches, and what was said before is shown with its age. */
export function HubPart() {
  const find = useFind();
  const t = () => words().find.hub;
  const found = () => (find.asked() ? find.results.value : undefined);
  const isOver = () => found()?.isAsking === false && found()?.fault === undefined;
  /** None after a failure is no count. */
  const isCounted = () =>
    isOver() || (found()?.isAsking === false && (found()?.models.length ?? 0) > 0);
  return (
    <section aria-label={words().find.place.hub}>
      <HubConsent />
      <Show when={find.asked()} fallback={<HubStart />}>
        {(asked) => (
          <>
            <div class={styles['choices']}>
              <p class={styles['count']} role="status">
                <Show when={isCounted()}>
                  {t().found(found()?.models.length ?? 0, found()?.hasMore ?? false)}
                </Show>
              </p>
              <Select
                aria-label={t().sort}
                title={t().sort}
                options={hubSorts.map((value) => ({ value, label: t().sorts[value] }))}
                value={find.sort()}
                onPick={(picked) => {
                  const sort = hubSorts.find((each) => each === picked);
                  if (sort) find.setSort(sort);
                }}
              />
            </div>
            <HubState answer={found()} onAgain={() => find.search(true)} />
            <Show
              when={(found()?.models.length ?? 0) > 0}
              fallback={
                <Show when={isOver()}>
                  <Nothing text={asked().text} isUnasked={asked().since === null} />
                </Show>
              }
            >
              <ul class={styles['cards']} aria-label={t().results}>
                <For each={found()?.models}>{(model) => <HubCard model={model} />}</For>
              </ul>
            </Show>
            <Show when={found()?.isFull}>
              <p class={styles['foot']}>{t().most}</p>
            </Show>
            <Show when={found()?.hasMore && find.mayAsk()}>
              <p class={styles['foot']}>
                <Button disabled={found()?.isAsking === true} onClick={find.more}>
                  {words().find.more}
                </Button>
              </p>
            </Show>
          </>
        )}
      </Show>
      <HubRecent />
    </section>
  );
}

/** Before the first search. A field that holds something already is not sent by itself. */
function HubStart() {
  const find = useFind();
  const t = () => words().find.hub;
  const typed = () => find.text().trim();
  return (
    <EmptyState
      icon="search"
      title={t().askTitle}
      actions={
        <Show when={find.mayAsk()}>
          <Button variant={typed() === '' ? 'plain' : 'primary'} onClick={() => find.search()}>
            {typed() === '' ? t().trending : t().askFor(find.host(), typed())}
          </Button>
        </Show>
      }
    >
      {t().askText}
    </EmptyState>
  );
}

function Nothing(props: { readonly text: string; readonly isUnasked: boolean }) {
  const t = () => words().find.hub;
  return (
    <EmptyState icon="search" title={props.isUnasked ? t().notKept : t().nothing(props.text)}>
      {props.isUnasked ? t().notKeptText : t().nothingText}
    </EmptyState>
  );
}
