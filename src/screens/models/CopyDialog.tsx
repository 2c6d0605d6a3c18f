import { createSignal } from 'solid-js';
import { displayName, isSameModelName, parseModelName } from '../../domain/model-name.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import type { ModelRow } from './model-rows.ts';
import { useModels } from './models-context.ts';
import { nameTrouble } from './name-words.ts';

export type CopyDialogProps = { readonly row: ModelRow };

/** Another name for a model on its server. It takes no space: both names share all layers. */
export function CopyDialog(props: CopyDialogProps) {
  const models = useModels();
  const t = () => words().models.copyModel;
  const [typed, setTyped] = createSignal(props.row.model.name.replace(/:[^:/]*$/, ''));
  const [isTried, setTried] = createSignal(false);
  const taken = () =>
    models
      .rows()
      .find(
        ({ connection, model }) =>
          connection.id === props.row.connection.id && isSameModelName(model.name, typed()),
      );
  const trouble = () => {
    const wrong = nameTrouble(typed());
    if (wrong !== undefined) return isTried() || typed().trim() !== '' ? wrong : undefined;
    return isSameModelName(typed(), props.row.model.name) && isTried() ? t().same : undefined;
  };
  const copy = () => {
    setTried(true);
    const name = parseModelName(typed());
    if (!name.ok || trouble() !== undefined) return;
    const to = displayName(name.name);
    models.close();
    void models.queue([props.row], ({ model }) => ({ kind: 'copy', model: model.name, to }));
  };
  return (
    <Dialog
      open
      title={t().title(props.row.model.name)}
      closeLabel={words().app.close}
      onClose={models.close}
      actions={
        <>
          <Button onClick={models.close}>{words().app.cancel}</Button>
          <Button variant="primary" onClick={copy}>
            {taken() && trouble() === undefined ? t().replace : t().confirm}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          copy();
        }}
      >
        <Field
          label={t().name}
          hint={taken() ? t().taken(typed().trim()) : t().hint}
          error={trouble()}
        >
          {(slot) => (
            <TextInput
              {...slot}
              autofocus
              autocapitalize="none"
              autocorrect="off"
              spellcheck={false}
              value={typed()}
              onInput={setTyped}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
