import { Show } from 'solid-js';
import { isAnyServer } from '../../domain/any-server.ts';
import type { ModelRef } from '../../domain/model.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './ModelPanel.module.css';
import { optionId } from './model-list.ts';
import { changeMark } from './model-marks.ts';

export type ModelActionsProps = { readonly model: ModelRef };

/** For the chosen model, by keys and touch alike: favourite, hidden, and what new sessions begin with. */
export function ModelActions(props: ModelActionsProps) {
  const state = useAppState();
  const text = () => words().later.picker;
  const connection = () => state.connections.byId(props.model.connectionId);
  const isFavourite = () => connection()?.favouriteModels.includes(props.model.name) ?? false;
  const isHidden = () => connection()?.hiddenModels.includes(props.model.name) ?? false;
  const isDefault = () => {
    const { defaultModel } = state.settings.value;
    return defaultModel !== null && optionId(defaultModel) === optionId(props.model);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields of a form
    <span class={styles['actions']} role="group" aria-label={text().actions(props.model.name)}>
      <small class={styles['name']}>{modelTitle(props.model.name)}</small>
      <Show when={!isAnyServer(props.model)}>
        <IconButton
          icon="star"
          size="small"
          label={text().favour(props.model.name)}
          pressed={isFavourite()}
          onClick={() => changeMark(state, props.model, 'favouriteModels')}
        />
        <IconButton
          icon={isHidden() ? 'eye' : 'eye-off'}
          size="small"
          label={isHidden() ? text().show(props.model.name) : text().hide(props.model.name)}
          onClick={() => changeMark(state, props.model, 'hiddenModels')}
        />
      </Show>
      <IconButton
        icon="pin"
        size="small"
        label={text().makeDefault(props.model.name)}
        pressed={isDefault()}
        onClick={() =>
          state.settings.set({ defaultModel: isDefault() ? null : { ...props.model } })
        }
      />
    </span>
  );
}
