import { Show } from 'solid-js';
import { modelTitle } from '../../domain/model-title.ts';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import type { ModelList } from './create-model-list.ts';
import styles from './ModelList.module.css';
import { abilityWords, contextWords, underName } from './model-facts.ts';
import type { ModelRow as Row } from './model-rows.ts';
import { useModels } from './models-context.ts';
import { RowMenu } from './RowMenu.tsx';
import type { RowProps } from './row-props.ts';
import { StateCell } from './StateCell.tsx';

export type ModelRowProps = RowProps & {
  readonly row: Row;
  readonly list: ModelList;
};

/** One installed model. A press opens its details; what else can be done is in its menu and on its keys. */
export function ModelRow(props: ModelRowProps) {
  const models = useModels();
  const model = () => props.row.model;
  const isBusy = () => models.jobOf(props.row) !== undefined;
  const size = () => {
    const { sizeBytes } = model();
    return sizeBytes === undefined ? '' : formatBytes(sizeBytes);
  };
  const small = () =>
    [props.row.connection.name, size(), model().quantization].filter(Boolean).join(' · ');
  return (
    <article
      class={styles['row']}
      aria-label={words().models.rowName(model().name, props.row.connection.name)}
      aria-posinset={props.place + 1}
      aria-setsize={props.total}
      aria-busy={isBusy()}
      data-id={props.id}
      data-selected={props.list.isSelected(props.id) ? '' : undefined}
      data-busy={isBusy() ? '' : undefined}
      onPointerEnter={() => props.onPoint()}
      onFocusIn={() => props.onFocus()}
    >
      <span data-column="select">
        <input
          type="checkbox"
          class={styles['box']}
          tabindex={props.isActive ? 0 : -1}
          aria-label={words().models.selectOne(model().name, props.row.connection.name)}
          checked={props.list.isSelected(props.id)}
          onClick={(event) => {
            if (!event.shiftKey) props.list.toggle(props.id);
            else props.list.toggleTo(props.id);
            event.currentTarget.checked = props.list.isSelected(props.id);
          }}
        />
      </span>
      <span data-column="name">
        <button
          type="button"
          data-main=""
          class={styles['name']}
          tabindex={props.isActive ? 0 : -1}
          title={model().name}
          onClick={() => models.run('details', props.row)}
        >
          <b>{model().title ?? modelTitle(model().name)}</b>
        </button>
        <small class={styles['under']}>{underName(model(), nowAt())}</small>
        <small class={styles['folded']}>{small()}</small>
      </span>
      <span data-column="server">{props.row.connection.name}</span>
      <span data-column="size">{size()}</span>
      <span data-column="quant">{model().quantization}</span>
      <span data-column="context">{contextWords(model().contextLength)}</span>
      <span data-column="abilities">{abilityWords(model())}</span>
      <span data-column="state">
        <StateCell row={props.row} />
      </span>
      <span data-column="actions">
        <Show when={props.showsActions}>
          <RowMenu row={props.row} />
        </Show>
      </span>
    </article>
  );
}
