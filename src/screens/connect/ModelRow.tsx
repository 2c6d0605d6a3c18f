import { createUniqueId, Show } from 'solid-js';
import type { ModelView } from '../../domain/model.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Editor } from './create-editor.ts';
import { ModelPanel } from './ModelPanel.tsx';
import styles from './ModelRow.module.css';

export type ModelRowProps = {
  readonly editor: Editor;
  readonly name: string;
  readonly title: string;
  /** As the catalogue has it; a model typed by hand may be in none. */
  readonly model: ModelView | undefined;
  readonly isOpen: boolean;
  /** Opens what is known of it; absent: that is not for the person to change. */
  readonly onToggle: (() => void) | undefined;
};

/** One model: favourite, hidden, and on demand what is known of it. */
export function ModelRow(props: ModelRowProps) {
  const id = createUniqueId();
  const t = () => words().presets.models;
  const draft = () => props.editor.draft();
  const isFavourite = () => draft().favourites.includes(props.name);
  const isHidden = () => draft().hidden.includes(props.name);
  const toggled = (list: readonly string[]) =>
    list.includes(props.name) ? list.filter((each) => each !== props.name) : [...list, props.name];
  const isChanged = () => {
    const { facts, modelLimits } = draft();
    return [facts[props.name], modelLimits[props.name]].some(
      (each) => each && Object.values(each).some((value) => value !== '' && value !== undefined),
    );
  };
  const facts = () => {
    const length = props.model?.contextLength;
    return [
      length === undefined ? '' : t().context(formatNumber(length)),
      isHidden() ? t().isHidden : '',
      isChanged() ? t().isChanged : '',
    ]
      .filter((each) => each !== '')
      .join(' · ');
  };
  return (
    <li class={styles['item']}>
      <div class={styles['row']} data-hidden={isHidden() ? '' : undefined}>
        <IconButton
          icon="star"
          size="small"
          label={t().favourite(props.title)}
          pressed={isFavourite()}
          onClick={() => props.editor.change({ favourites: toggled(draft().favourites) })}
        />
        <span class={styles['words']}>
          <span title={props.name}>{props.title}</span>
          <small>{facts()}</small>
        </span>
        <IconButton
          icon={isHidden() ? 'eye-off' : 'eye'}
          size="small"
          label={t().hide(props.title)}
          pressed={isHidden()}
          onClick={() => props.editor.change({ hidden: toggled(draft().hidden) })}
        />
        <Show when={props.onToggle}>
          {(toggle) => (
            <IconButton
              icon="sliders"
              size="small"
              label={t().details(props.title)}
              aria-expanded={props.isOpen}
              aria-controls={id}
              onClick={() => toggle()()}
            />
          )}
        </Show>
      </div>
      <Show when={props.isOpen}>
        <div id={id} class={styles['panel']}>
          <ModelPanel editor={props.editor} name={props.name} model={props.model} />
        </div>
      </Show>
    </li>
  );
}
