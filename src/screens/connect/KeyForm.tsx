import { createSignal, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './KeyField.module.css';
import { KeyField } from './KeyField.tsx';

export type KeyFormProps = {
  readonly connection: ConnectionView;
};

/** Sets or forgets the key of a kept connection, and has it checked at once. */
export function KeyForm(props: KeyFormProps) {
  const state = useAppState();
  const [key, setKey] = createSignal('');
  const t = () => words().connect.key;
  const put = async (value: string) => {
    const { id } = props.connection;
    setKey('');
    await state.connections.setKey(id, value);
    await state.connections.check(id);
    if (value !== '') await state.connections.refreshModels(id);
  };
  return (
    <form
      class={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        // Inside the edit dialog this form stands beside another one.
        event.stopPropagation();
        if (key().trim() !== '') void put(key().trim());
      }}
    >
      <KeyField value={key()} onInput={setKey} />
      <div class={styles['actions']}>
        <small>{props.connection.hasKey ? t().has : t().none}</small>
        <Show when={props.connection.hasKey}>
          <Button size="small" variant="quiet" onClick={() => void put('')}>
            {t().forget}
          </Button>
        </Show>
        <Button size="small" type="submit" disabled={key().trim() === ''}>
          {t().set}
        </Button>
      </div>
    </form>
  );
}
