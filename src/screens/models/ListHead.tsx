import { createEffect, on, Show } from 'solid-js';
import type { ModelSort } from '../../domain/model-order.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { ModelList } from './create-model-list.ts';
import styles from './ModelList.module.css';

export type ListHeadProps = { readonly list: ModelList };

/** The names of the columns, for the eye; those of name and size turn the order around. */
export function ListHead(props: ListHeadProps) {
  const t = () => words().models.columns;
  const isAll = () => {
    const count = props.list.rows().length;
    return count > 0 && props.list.selected().length === count;
  };
  const isSome = () => !isAll() && props.list.selected().length > 0;
  return (
    <div class={styles['head']}>
      <span data-column="select">
        <input
          type="checkbox"
          class={styles['box']}
          aria-label={words().models.selectAll}
          checked={isAll()}
          ref={(box) => {
            createEffect(
              on(isSome, (some) => {
                box.indeterminate = some;
              }),
            );
          }}
          onChange={(event) =>
            event.currentTarget.checked ? props.list.selectAll() : props.list.clearSelection()
          }
        />
      </span>
      <SortHead column="name" first="name-up" second="name-down" />
      <span data-column="server">{t().server}</span>
      <SortHead column="size" first="size-down" second="size-up" />
      <span data-column="quant">{t().quant}</span>
      <span data-column="context">{t().context}</span>
      <span data-column="abilities">{t().abilities}</span>
      <span data-column="state">{t().state}</span>
      <span data-column="actions" />
    </div>
  );
}

function SortHead(props: {
  readonly column: 'name' | 'size';
  readonly first: ModelSort;
  readonly second: ModelSort;
}) {
  const { settings } = useAppState();
  const sort = () => settings.value.modelSort;
  const isHere = () => sort() === props.first || sort() === props.second;
  const isDown = () => sort().endsWith('-down');
  return (
    <span data-column={props.column}>
      <button
        type="button"
        class={styles['sort']}
        aria-pressed={isHere()}
        aria-label={words().models.orderBy(
          words().models.columns[props.column],
          words().models.sorts[isHere() ? sort() : props.first],
        )}
        onClick={() =>
          settings.set({ modelSort: sort() === props.first ? props.second : props.first })
        }
      >
        {words().models.columns[props.column]}
        <Show when={isHere()}>
          <Icon name={isDown() ? 'chevron-down' : 'chevron-up'} size="small" />
        </Show>
      </button>
    </span>
  );
}
