import { For, Show } from 'solid-js';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { Menu, type MenuEntry } from '../../ui/Menu.tsx';
import styles from './ModelList.module.css';
import { shortDigest } from './model-facts.ts';
import type { Places } from './model-rows.ts';
import { useModels } from './models-context.ts';
import type { RowProps } from './row-props.ts';
import { StateCell } from './StateCell.tsx';

export type MergedRowProps = RowProps & { readonly places: Places };

/** One model of several servers: where it is, whether it is the same there, and where it is not. */
export function MergedRow(props: MergedRowProps) {
  const models = useModels();
  const t = () => words().models.merged;
  const missing = () => props.places.missing.map(({ name }) => name).join(', ');
  const sameness = () => {
    const { isSame } = props.places;
    if (isSame === undefined) return undefined;
    return isSame ? t().same : t().differs;
  };
  const entries = (): readonly MenuEntry[] => [
    {
      id: 'places',
      label: t().pullThere,
      icon: 'server',
      disabled: props.places.missing.length === 0,
    },
    { id: 'update', label: t().update, icon: 'download' },
  ];
  const pick = (id: string) => {
    if (id === 'places') models.ask({ dialog: 'places', names: [props.places.name] });
    else {
      const able = models.able().map((each) => each.id);
      const rows = props.places.rows.filter(({ connection }) => able.includes(connection.id));
      for (const row of rows) models.run('pull', row);
    }
  };
  return (
    <article
      class={styles['row']}
      aria-label={props.places.name}
      aria-posinset={props.place + 1}
      aria-setsize={props.total}
      data-id={props.id}
      data-merged=""
      onPointerEnter={() => props.onPoint()}
      onFocusIn={() => props.onFocus()}
    >
      <span data-column="merged">
        <button
          type="button"
          data-main=""
          class={styles['name']}
          tabindex={props.isActive ? 0 : -1}
          onClick={() => {
            const [first] = props.places.rows;
            if (first) models.run('details', first);
          }}
        >
          <b>{props.places.name}</b>
        </button>
        <small class={styles['coming']}>
          {[
            t().servers(props.places.rows.length),
            sameness(),
            missing() === '' ? undefined : t().missing(missing()),
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
        <ul class={styles['places']} aria-label={t().where(props.places.name)}>
          <For each={props.places.rows}>
            {(row) => (
              <li data-differs={props.places.isSame === false ? '' : undefined}>
                <button
                  type="button"
                  class={styles['name']}
                  tabindex={props.isActive ? 0 : -1}
                  onClick={() => models.run('details', row)}
                >
                  {row.connection.name}
                </button>
                <Show when={row.model.sizeBytes}>
                  {(size) => <small>{formatBytes(size())}</small>}
                </Show>
                <Show when={shortDigest(row.model.digest)}>
                  {(digest) => <code>{digest()}</code>}
                </Show>
                <StateCell row={row} />
              </li>
            )}
          </For>
        </ul>
      </span>
      <span data-column="actions">
        <Show when={props.showsActions}>
          <Menu
            label={words().models.actions(props.places.name)}
            size="small"
            entries={entries()}
            onPick={pick}
          />
        </Show>
      </span>
    </article>
  );
}
