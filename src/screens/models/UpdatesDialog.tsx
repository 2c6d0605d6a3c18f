import { For, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { useModels } from './models-context.ts';
import { ServerUpdates } from './ServerUpdates.tsx';
import styles from './UpdatesDialog.module.css';

/** Pulls all models of a server again to see what changed, now or every so many days. */
export function UpdatesDialog() {
  const models = useModels();
  const t = () => words().models.updates;
  return (
    <Dialog
      open
      width="wide"
      title={t().title}
      closeLabel={words().app.close}
      onClose={models.close}
    >
      <p>{t().text}</p>
      <ul class={styles['servers']}>
        <For each={models.able()}>
          {(connection) => (
            <li>
              <ServerUpdates
                connection={connection}
                rows={models.rows().filter((row) => row.connection.id === connection.id)}
              />
            </li>
          )}
        </For>
      </ul>
      <Show when={models.able().length === 0}>
        <p>{t().none}</p>
      </Show>
    </Dialog>
  );
}
