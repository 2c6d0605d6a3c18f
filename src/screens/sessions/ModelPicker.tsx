import { Show } from 'solid-js';
import { isAnyServer } from '../../domain/any-server.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Picker } from '../../ui/Picker.tsx';
import { StatusDot, type StatusTone } from '../../ui/StatusDot.tsx';
import { useChat } from './chat-context.ts';
import { ModelPanel } from './later-parts.ts';
import styles from './ModelPicker.module.css';

export type ModelPickerProps = {
  /** Hands out a way to open the list from elsewhere. */
  readonly onOpener: (open: () => void) => void;
};

/** Who answers in this session. The list comes after the first paint. */
export function ModelPicker(props: ModelPickerProps) {
  const state = useAppState();
  const { chat } = useChat();
  const text = () => words().chat.picker;
  const isRouted = () => isAnyServer(chat.model());
  const tone = (): StatusTone => {
    if (isRouted()) return chat.obstacle() ? 'off' : 'ok';
    const connection = state.connections.byId(chat.model()?.connectionId ?? '');
    const status = connection?.enabled ? connection.health.status : undefined;
    if (status === 'up') return 'ok';
    if (status === 'down') return 'error';
    if (status === 'key-wanted' || status === 'locked') return 'warn';
    return status === 'loading' || status === 'checking' ? 'busy' : 'off';
  };
  const shownName = () => {
    const name = chat.model()?.name;
    return name === undefined ? text().choose : modelTitle(name);
  };
  return (
    <span
      ref={(element) => props.onOpener(() => element.querySelector('button')?.click())}
      class={styles['picker']}
    >
      <Picker label={text().label} panel={(close) => <ModelPanel onClose={close} />}>
        <StatusDot tone={tone()} />
        <span class={styles['name']}>
          {shownName()}
          <Show when={isRouted()}>
            <small>{` · ${text().anyServer}`}</small>
          </Show>
        </span>
      </Picker>
    </span>
  );
}
