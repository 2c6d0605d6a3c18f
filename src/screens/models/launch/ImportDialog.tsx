import { createSignal, Show } from 'solid-js';
import type { ImportedSheet } from '../../../domain/launch/import.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import type { Sheets } from './create-sheets.ts';

export type ImportDialogProps = {
  readonly open: boolean;
  readonly sheets: Sheets;
  /** What came of it, for the bar behind. */
  readonly onSay: (text: string) => void;
  readonly onClose: () => void;
};

/** A command line pasted from a terminal becomes the sheet. */
export function ImportDialog(props: ImportDialogProps) {
  const [text, setText] = createSignal('');
  const [error, setError] = createSignal<string>();
  const t = () => words().launch.imports;
  const close = () => {
    setText('');
    setError(undefined);
    props.onClose();
  };
  const told = ({ unknown, leftOut, isOpen }: ImportedSheet) =>
    [
      t().done,
      isOpen ? t().openQuote : '',
      unknown.length > 0 ? t().kept(unknown.join(', ')) : '',
      leftOut.length > 0 ? t().leftOut(leftOut.join(', ')) : '',
    ]
      .filter((each) => each !== '')
      .join(' ');
  const take = () => {
    const found = props.sheets.takeCommand(text());
    if (!found) {
      setError(t().none);
      return;
    }
    props.onSay(told(found));
    close();
  };
  return (
    <Dialog
      open={props.open}
      title={t().title}
      closeLabel={words().app.close}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{words().app.cancel}</Button>
          <Button variant="primary" disabled={text().trim() === ''} onClick={take}>
            {t().take}
          </Button>
        </>
      }
    >
      <p>{t().text}</p>
      <Show when={props.open}>
        <Field label={t().label} error={error()}>
          {(slot) => (
            <TextArea
              {...slot}
              mono
              rows={6}
              autofocus
              spellcheck={false}
              autocapitalize="none"
              placeholder={t().placeholder}
              value={text()}
              onInput={(typed) => {
                setError(undefined);
                setText(typed);
              }}
            />
          )}
        </Field>
      </Show>
    </Dialog>
  );
}
