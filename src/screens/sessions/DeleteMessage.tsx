import { createSignal } from 'solid-js';
import type { MessageView } from '../../domain/message.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

export type DeleteMessageProps = { readonly row: MessageView; readonly onClose: () => void };

/** Asks before a message goes with all that was said below it, and says how much that is. */
export function DeleteMessage(props: DeleteMessageProps) {
  const state = useAppState();
  const text = () => words().later.deletion;
  const [count, setCount] = createSignal<number>();
  state.turns.countBelow(props.row.id).then(setCount, () => setCount(undefined));
  const remove = () => {
    void state.turns.removeMessage(props.row.id);
    props.onClose();
  };
  return (
    <Dialog
      open
      kind="alert"
      title={text().title}
      closeLabel={words().app.cancel}
      onClose={() => props.onClose()}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{words().app.cancel}</Button>
          <Button variant="danger" onClick={remove}>
            {text().confirm}
          </Button>
        </>
      }
    >
      <p>{(count() ?? 1) > 1 ? text().many(count() ?? 1) : text().one}</p>
    </Dialog>
  );
}
