import { Show } from 'solid-js';
import { parseModelName } from '../../domain/model-name.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import type { ModelRow } from './model-rows.ts';
import { useModels } from './models-context.ts';
import { PublicKey } from './PublicKey.tsx';

export type PushDialogProps = { readonly row: ModelRow };

/** Sends a model to its registry. The server signs with a key of its own, which the account there has to know. */
export function PushDialog(props: PushDialogProps) {
  const models = useModels();
  const t = () => words().models.push;
  /** The registry's own shelf takes from nobody. */
  const isOwn = () => {
    const name = parseModelName(props.row.model.name);
    return name.ok && name.name.namespace.toLowerCase() !== 'library';
  };
  const push = () => {
    models.close();
    void models.queue([props.row], ({ model }) => ({ kind: 'push', model: model.name }));
  };
  return (
    <Dialog
      open
      width="wide"
      title={t().title(props.row.model.name)}
      closeLabel={words().app.close}
      onClose={models.close}
      actions={
        <>
          <Button onClick={models.close}>{words().app.cancel}</Button>
          <Show
            when={isOwn()}
            fallback={
              <Button
                variant="primary"
                onClick={() => {
                  models.close();
                  models.run('copy', props.row);
                }}
              >
                {t().copyFirst}
              </Button>
            }
          >
            <Button variant="primary" onClick={push}>
              {t().confirm}
            </Button>
          </Show>
        </>
      }
    >
      <p>{isOwn() ? t().text(props.row.connection.name) : t().namespace}</p>
      <PublicKey connection={props.row.connection} />
    </Dialog>
  );
}
