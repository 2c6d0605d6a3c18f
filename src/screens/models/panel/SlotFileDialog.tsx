import { createSignal, createUniqueId } from 'solid-js';
import { faultFrom } from '../../../domain/fault.ts';
import type { SlotView } from '../../../domain/server-panel.ts';
import { formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import { usePanel } from './panel-context.ts';
import { isSlotFile, slotFileName } from './panel-words.ts';

export type SlotFileDialogProps = {
  readonly slot: SlotView;
  readonly action: 'save' | 'restore';
  readonly onClose: () => void;
};

/** The name of a slot's file on the server. The server does not list them, so a name is typed. */
export function SlotFileDialog(props: SlotFileDialogProps) {
  const state = useAppState();
  const panel = usePanel();
  const id = createUniqueId();
  const [name, setName] = createSignal(slotFileName(props.slot));
  const [isWorking, setWorking] = createSignal(false);
  const [refused, setRefused] = createSignal<string>();
  const t = () => words().panel.slots;
  const slotId = () => formatNumber(props.slot.id);
  const isSave = () => props.action === 'save';
  const trouble = () => {
    const typed = name().trim();
    if (!isSlotFile(typed)) return t().fileWrong;
    return typed === refused() ? t().notRestored(typed) : undefined;
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const fileName = name().trim();
    if (!isSlotFile(fileName) || isWorking()) return;
    setWorking(true);
    const { action, slot } = props;
    const input = { ...panel.place(), slot: slot.id, action, fileName };
    const work = state.engine.call('panel.slot', input).then(
      ({ tokens }) => {
        const said = action === 'save' ? t().saved : t().restored;
        state.notices.show(said(formatNumber(tokens), fileName));
        return true;
      },
      (error) => {
        // Its own words leave open what it could not do.
        if (action === 'save' || faultFrom(error).kind !== 'refused') throw error;
        setRefused(fileName);
        return false;
      },
    );
    const isDone = (await panel.done(work)) && (await work);
    setWorking(false);
    if (isDone) props.onClose();
  };
  return (
    <Dialog
      open
      title={isSave() ? t().saveTitle(slotId()) : t().restoreTitle(slotId())}
      closeLabel={words().app.close}
      onClose={() => props.onClose()}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{words().app.cancel}</Button>
          <Button variant="primary" type="submit" form={id} disabled={isWorking()}>
            {isSave() ? t().saveVerb : t().restoreVerb}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} novalidate>
        <Field label={t().file} hint={t().fileHint} error={trouble()}>
          {(slot) => (
            <TextInput
              {...slot}
              value={name()}
              spellcheck={false}
              autocapitalize="none"
              onInput={setName}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
