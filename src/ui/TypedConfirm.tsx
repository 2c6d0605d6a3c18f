import { createSignal } from 'solid-js';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Field } from './Field.tsx';
import { TextInput } from './TextInput.tsx';

export type TypedConfirmProps = {
  readonly open: boolean;
  readonly title: string;
  readonly text: string;
  /** Asks for the word. */
  readonly label: string;
  /** What has to be typed; case does not matter. */
  readonly word: string;
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  readonly closeLabel: string;
  readonly busy?: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
};

/** An alert dialog for what cannot be undone: it wants a typed word, so no slip of the finger does it. */
export function TypedConfirm(props: TypedConfirmProps) {
  const [typed, setTyped] = createSignal('');
  const isConfirmed = () => typed().trim().toLowerCase() === props.word.toLowerCase();
  const close = () => {
    setTyped('');
    props.onClose();
  };
  return (
    <Dialog
      kind="alert"
      open={props.open}
      title={props.title}
      closeLabel={props.closeLabel}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{props.cancelLabel}</Button>
          <Button
            variant="danger"
            disabled={!isConfirmed() || props.busy}
            onClick={() => {
              setTyped('');
              props.onConfirm();
            }}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <p>{props.text}</p>
      <Field label={props.label}>
        {(slot) => (
          <TextInput
            {...slot}
            autocapitalize="none"
            spellcheck={false}
            value={typed()}
            onInput={setTyped}
          />
        )}
      </Field>
    </Dialog>
  );
}
