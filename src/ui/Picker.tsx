import { createSignal, createUniqueId, type JSX, onCleanup, Show, Suspense } from 'solid-js';
import { Icon } from './Icon.tsx';
import styles from './Picker.module.css';
import { followAnchor } from './place-popover.ts';
import { Spinner } from './Spinner.tsx';

export type PickerProps = {
  /** Names the button together with what it shows: "Model, qwen3:14b". */
  readonly label: string;
  /** What is picked now, as the button shows it. */
  readonly children: JSX.Element;
  /** What opens, usually a `PickerPanel`; there only while it is open. `close` gives the focus back to the button. */
  readonly panel: (close: () => void) => JSX.Element;
  readonly align?: 'start' | 'end' | undefined;
  readonly disabled?: boolean | undefined;
};

/** A button with the current choice, and a searchable list under it that may still be on its way. */
export function Picker(props: PickerProps) {
  const id = createUniqueId();
  const [isOpen, setOpen] = createSignal(false);
  let anchor: HTMLButtonElement | undefined;
  let panel: HTMLDivElement | undefined;
  let stopFollowing: (() => void) | undefined;
  onCleanup(() => stopFollowing?.());

  const onToggle = (event: ToggleEvent) => {
    stopFollowing?.();
    stopFollowing = undefined;
    setOpen(event.newState === 'open');
    if (event.newState !== 'open' || !panel || !anchor) return;
    stopFollowing = followAnchor(panel, anchor, { align: props.align ?? 'end' });
  };
  const close = () => {
    panel?.hidePopover();
    anchor?.focus();
  };
  return (
    <>
      <button
        ref={(element) => {
          anchor = element;
        }}
        type="button"
        class={styles['trigger']}
        disabled={props.disabled ?? false}
        aria-haspopup="listbox"
        aria-expanded={isOpen()}
        popovertarget={id}
      >
        <span class="sr-only">{`${props.label}: `}</span>
        {props.children}
        <Icon name="chevron-down" size="small" />
      </button>
      <div
        ref={(element) => {
          panel = element;
        }}
        id={id}
        class={styles['panel']}
        popover="auto"
        on:toggle={onToggle}
      >
        <Show when={isOpen()}>
          <Suspense fallback={<Spinner />}>{props.panel(close)}</Suspense>
        </Show>
      </div>
    </>
  );
}
