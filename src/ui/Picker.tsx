import { createSignal, createUniqueId, type JSX, lazy, onCleanup, Show, Suspense } from 'solid-js';
import { Icon } from './Icon.tsx';
import styles from './Picker.module.css';
import type { PickerGroup } from './picker-rows.ts';
import { followAnchor } from './place-popover.ts';
import { Spinner } from './Spinner.tsx';

export type PickerProps = {
  /** Names the button together with what it shows: "Model, qwen3:14b". */
  readonly label: string;
  /** What is picked now, as the button shows it. */
  readonly children: JSX.Element;
  readonly groups: readonly PickerGroup[];
  readonly value?: string | undefined;
  readonly onPick: (id: string) => void;
  readonly searchLabel: string;
  /** Said when nothing fits the query, or there is nothing at all. */
  readonly emptyLabel: string;
  /** Under the list: the list's age, Refresh, a link. */
  readonly footer?: JSX.Element;
  readonly align?: 'start' | 'end' | undefined;
  readonly disabled?: boolean | undefined;
  readonly onOpen?: (() => void) | undefined;
};

const PickerPanel = lazy(async () => ({
  default: (await import('./PickerPanel.tsx')).PickerPanel,
}));

/** A button with the current choice, and a searchable grouped list under it that is loaded on first use. */
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
    props.onOpen?.();
  };
  const pick = (optionId: string) => {
    panel?.hidePopover();
    anchor?.focus();
    props.onPick(optionId);
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
          <Suspense fallback={<Spinner />}>
            <PickerPanel
              label={props.label}
              groups={props.groups}
              value={props.value}
              searchLabel={props.searchLabel}
              emptyLabel={props.emptyLabel}
              footer={props.footer}
              onPick={pick}
            />
          </Suspense>
        </Show>
      </div>
    </>
  );
}
