import { createSignal, For, Show } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import type { KeyView } from '../../domain/vault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './SettingsScreen.module.css';
import { VaultKeyEdit } from './VaultKeyEdit.tsx';
import { VaultKeyRow } from './VaultKeyRow.tsx';
import list from './VaultKeys.module.css';
import { keyName } from './vault-key-words.ts';

/** Every key there is, never its value: whose it is, how old, when it was used and refused, and where it is kept. */
export function VaultKeys() {
  const state = useAppState();
  const keys = state.vault.watchKeys();
  const [edited, setEdited] = createSignal<KeyView>();
  const [removed, setRemoved] = createSignal<KeyView>();
  const t = () => words().vault.keys;
  const tell = (error: unknown) => state.notices.showFault(faultFrom(error));
  const restore = async ({ id }: KeyView) => {
    try {
      await state.engine.call('keys.restore', { id });
      state.notices.show(t().restored);
    } catch (error) {
      tell(error);
    }
  };
  const remove = () => {
    const key = removed();
    setRemoved(undefined);
    if (key) state.engine.call('keys.remove', { id: key.id }).catch(tell);
  };
  return (
    <section class={styles['group']} aria-labelledby="vault-keys">
      <h2 id="vault-keys">{t().title}</h2>
      <Show
        when={keys.value?.length}
        fallback={
          <p>
            {t().none} <a href="#/connect">{t().connections}</a>
          </p>
        }
      >
        <ul class={list['keys']} aria-labelledby="vault-keys">
          <For each={keys.value}>
            {(key) => (
              <VaultKeyRow
                key={key}
                onEdit={() => setEdited({ ...key })}
                onRestore={() => void restore(key)}
                onRemove={() => setRemoved({ ...key })}
              />
            )}
          </For>
        </ul>
      </Show>
      <VaultKeyEdit key={edited()} onClose={() => setEdited(undefined)} />
      <Dialog
        kind="alert"
        open={removed() !== undefined}
        title={t().removeTitle}
        closeLabel={words().vault.close}
        onClose={() => setRemoved(undefined)}
        actions={
          <>
            <Button onClick={() => setRemoved(undefined)}>{words().vault.cancel}</Button>
            <Button variant="danger" onClick={remove}>
              {t().remove}
            </Button>
          </>
        }
      >
        <Show when={removed()}>{(key) => <p>{t().removeText(keyName(key(), state))}</p>}</Show>
      </Dialog>
    </section>
  );
}
