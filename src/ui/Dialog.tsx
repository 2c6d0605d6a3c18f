import { createEffect, createUniqueId, type JSX, on, Show } from 'solid-js';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';

export type DialogProps = {
  readonly open: boolean;
  readonly title: string;
  readonly closeLabel: string;
  /** Escape, the close button, or a press outside. The owner answers by taking `open` back. */
  readonly onClose: () => void;
  readonly children: JSX.Element;
  /** Buttons at the foot; the affirmative one last. */
  readonly actions?: JSX.Element;
  /** `alert` wants an answer: a press outside does nothing. `drawer` stands at the end of the window. */
  readonly kind?: 'plain' | 'alert' | 'drawer' | undefined;
  readonly width?: 'normal' | 'wide' | undefined;
};

/**
 * ARIA pattern: modal dialog, on the native element, which keeps the focus in and gives it back.
 * What is inside is mounted only while it is open.
 */
export function Dialog(props: DialogProps) {
  const id = createUniqueId();
  let dialog: HTMLDialogElement | undefined;
  let pressedOutside = false;
  createEffect(
    on(
      () => props.open,
      (isOpen) => {
        if (isOpen && !dialog?.open) dialog?.showModal();
        if (!isOpen && dialog?.open) dialog.close();
      },
    ),
  );
  return (
    <dialog
      ref={(element) => {
        dialog = element;
      }}
      class={styles['dialog']}
      data-width={props.width}
      data-kind={props.kind}
      role={props.kind === 'alert' ? 'alertdialog' : undefined}
      aria-labelledby={id}
      on:cancel={(event: Event) => {
        event.preventDefault();
        props.onClose();
      }}
      on:close={() => {
        if (props.open) props.onClose();
      }}
      onPointerDown={(event) => {
        pressedOutside = event.target === event.currentTarget;
      }}
      on:click={(event: MouseEvent) => {
        const isOutside = pressedOutside && event.target === event.currentTarget;
        if (isOutside && props.kind !== 'alert') props.onClose();
      }}
    >
      <Show when={props.open}>
        <div class={styles['card']}>
          <header class={styles['head']}>
            <h2 id={id}>{props.title}</h2>
            <IconButton icon="close" label={props.closeLabel} onClick={() => props.onClose()} />
          </header>
          <div class={styles['body']}>{props.children}</div>
          <Show when={props.actions}>
            <footer class={styles['actions']}>{props.actions}</footer>
          </Show>
        </div>
      </Show>
    </dialog>
  );
}
