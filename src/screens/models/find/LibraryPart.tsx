import { createMemo, createSignal, For, Show } from 'solid-js';
import type { LibraryModel, LibraryOrder } from '../../../domain/library.ts';
import {
  defaultNamespace,
  libraryAbilities,
  libraryOrders,
  namespaceOf,
  searchLibrary,
  typedNamespace,
} from '../../../domain/library.ts';
import type { Ability } from '../../../domain/model.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';
import { LibraryFoot } from './LibraryFoot.tsx';
import { LibraryRow } from './LibraryRow.tsx';

const step = 60;

/** The catalogue that needs no network: filtered by what is typed, a namespace and a `/` among it. */
export function LibraryPart() {
  const find = useFind();
  const t = () => words().find.library;
  const [ability, setAbility] = createSignal<Ability>();
  const [order, setOrder] = createSignal<LibraryOrder>('listed');
  const [limit, setLimit] = createSignal(step);
  const rows = createMemo((): readonly LibraryModel[] =>
    searchLibrary(find.state.library?.rows ?? [], {
      text: find.text(),
      ability: ability(),
      order: order(),
    }),
  );
  const namespaces = createMemo(() => [
    ...new Set((find.state.library?.rows ?? []).map(({ name }) => namespaceOf(name))),
  ]);
  return (
    <Show
      when={find.state.library}
      fallback={
        <p class={styles['age']}>
          <Spinner />
        </p>
      }
    >
      <section aria-label={t().title}>
        <div class={styles['choices']}>
          <Show when={namespaces().length > 1}>
            <Select
              aria-label={t().namespaces}
              title={t().namespaces}
              options={namespaces().map((name) => ({ value: name, label: name }))}
              value={typedNamespace(find.text()) ?? defaultNamespace}
              onPick={(name) => find.type(`${name}/`)}
            />
          </Show>
          <Select
            aria-label={t().ability}
            title={t().ability}
            options={[
              { value: '', label: t().anyAbility },
              ...libraryAbilities.map((value) => ({ value, label: t().abilities[value] })),
            ]}
            value={ability() ?? ''}
            onPick={(picked) => setAbility(libraryAbilities.find((each) => each === picked))}
          />
          <Select
            aria-label={t().order}
            title={t().order}
            options={libraryOrders.map((value) => ({ value, label: t().orders[value] }))}
            value={order()}
            onPick={(picked) => {
              const found = libraryOrders.find((each) => each === picked);
              if (found) setOrder(found);
            }}
          />
        </div>
        <Show when={rows().length > 0} fallback={<Nothing />}>
          <ul class={styles['cards']} aria-label={t().title}>
            <For each={rows().slice(0, limit())}>{(row) => <LibraryRow row={row} />}</For>
          </ul>
          <Show when={rows().length > limit()}>
            <p class={styles['foot']}>
              <Button onClick={() => setLimit(limit() + step)}>{words().find.more}</Button>
            </p>
          </Show>
        </Show>
        <LibraryFoot />
      </section>
    </Show>
  );
}

function Nothing() {
  const find = useFind();
  const t = () => words().find.library;
  const namespace = () => typedNamespace(find.text());
  return (
    <EmptyState
      icon="search"
      title={namespace() === undefined ? t().nothing : t().noNamespace(namespace() ?? '')}
      actions={
        <>
          <Show when={namespace()}>
            {(name) => (
              <a
                class={styles['link']}
                href={`https://ollama.com/${encodeURIComponent(name())}`}
                target="_blank"
                rel="noopener noreferrer"
              >
                {t().namespacePage(name())} <Icon name="external" size="small" />
                <span class="sr-only"> ({words().find.newTab})</span>
              </a>
            )}
          </Show>
          <Button onClick={() => find.type('')}>{t().clear}</Button>
        </>
      }
    >
      {namespace() === undefined ? t().nothingText : t().noNamespaceText(namespace() ?? '')}
    </EmptyState>
  );
}
