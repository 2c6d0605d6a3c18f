/**
 * Everything a person may change of a connection, in parts that stay closed until they are wanted. Fields are kept by
 * Save, all at once; the key by itself and at once. Of a deployer's connection only
 * the key and the look of its models are the person's.
 */
import { createSignal, createUniqueId, Match, Show, Switch } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { BasicsFields } from './BasicsFields.tsx';
import styles from './ConnectionEditor.module.css';
import { createEditor } from './create-editor.ts';
import { DeployedSections } from './DeployedSections.tsx';
import { EditorSections } from './EditorSections.tsx';
import { focusFirstWrong } from './focus-wrong.ts';

export type ConnectionEditorProps = {
  readonly connection: ConnectionView;
  readonly onClose: () => void;
};

export function ConnectionEditor(props: ConnectionEditorProps) {
  const state = useAppState();
  const editor = createEditor(state, () => props.connection);
  const [isOpen, setOpen] = createSignal(true);
  const [isLeaving, setLeaving] = createSignal(false);
  let fields: HTMLElement | undefined;
  const id = createUniqueId();
  const t = () => words().presets.editor;
  const leave = () => {
    // The dialog is closed before it is taken away: then the focus goes back to where it came from.
    setOpen(false);
    props.onClose();
  };
  const close = () => {
    if (editor.isTouched() && !isLeaving()) setLeaving(true);
    else leave();
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    setLeaving(false);
    const end = await editor.save();
    if (end === 'saved') leave();
    if (end === 'invalid') focusFirstWrong(fields);
  };
  return (
    <Dialog
      open={isOpen()}
      width="wide"
      title={words().connect.edit.title(props.connection.name)}
      closeLabel={words().connect.edit.close}
      onClose={close}
      actions={
        <Switch>
          <Match when={isLeaving()}>
            <span class={styles['said']} role="alert">
              {t().unsaved}
            </span>
            <Button onClick={leave}>{t().discard}</Button>
            <Button variant="primary" onClick={() => setLeaving(false)}>
              {t().goOn}
            </Button>
          </Match>
          <Match when={!isLeaving()}>
            <span class={styles['said']} data-tone="error" role="alert">
              <Show when={editor.fault()}>
                {(fault) => [faultText(fault()).title, faultText(fault()).next].join('. ')}
              </Show>
            </span>
            <Button onClick={leave}>{words().connect.edit.cancel}</Button>
            <Button variant="primary" type="submit" form={id} disabled={editor.isSaving()}>
              <Show when={editor.isSaving()}>
                <Spinner />
              </Show>
              {words().connect.edit.save}
            </Button>
          </Match>
        </Switch>
      }
    >
      <div
        ref={(element) => {
          fields = element;
        }}
        class={styles['editor']}
      >
        <form id={id} onSubmit={save} novalidate>
          <Show
            when={!props.connection.isDeployed}
            fallback={<p class={styles['note']}>{t().deployed}</p>}
          >
            <BasicsFields editor={editor} />
          </Show>
        </form>
        {/* Beside the form: the key has one of its own. */}
        <Show when={props.connection.isDeployed} fallback={<EditorSections editor={editor} />}>
          <DeployedSections editor={editor} />
        </Show>
      </div>
    </Dialog>
  );
}
