import { createSignal, createUniqueId, For, onCleanup, Show } from 'solid-js';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './Menu.module.css';
import { followAnchor } from './place-popover.ts';

export type MenuEntry = {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** A shortcut or a short remark at the end of the row. */
  readonly hint?: string | undefined;
  readonly danger?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** A hairline above this entry. */
  readonly startsGroup?: boolean | undefined;
};

export type MenuProps = {
  /** Names the button and the menu. */
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly size?: 'normal' | 'small' | undefined;
  readonly align?: 'start' | 'end' | undefined;
  readonly entries: readonly MenuEntry[];
  readonly onPick: (id: string) => void;
};

/**
 * ARIA pattern: menu button. Arrow keys, Home, End and first letters move; Enter picks; Escape and
 * Tab close. After a pick the focus is back on the button before `onPick` is called, so that a
 * dialog opened there returns it to the right place.
 */
export function Menu(props: MenuProps) {
  const id = createUniqueId();
  const [isOpen, setOpen] = createSignal(false);
  let anchor: HTMLButtonElement | undefined;
  let panel: HTMLDivElement | undefined;
  let entersAtEnd = false;
  let stopFollowing: (() => void) | undefined;
  onCleanup(() => stopFollowing?.());

  const rows = () => [...(panel?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const onToggle = (event: ToggleEvent) => {
    stopFollowing?.();
    stopFollowing = undefined;
    setOpen(event.newState === 'open');
    if (event.newState !== 'open' || !panel || !anchor) return;
    stopFollowing = followAnchor(panel, anchor, { align: props.align ?? 'end' });
    rows()
      .at(entersAtEnd ? -1 : 0)
      ?.focus();
    entersAtEnd = false;
  };
  const close = () => {
    panel?.hidePopover();
    anchor?.focus();
  };
  const pick = (entry: MenuEntry) => {
    if (entry.disabled) return;
    close();
    props.onPick(entry.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab') close();
    const next = nextRow(rows(), event);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <>
      <IconButton
        ref={(element: HTMLButtonElement) => {
          anchor = element;
        }}
        icon={props.icon ?? 'more'}
        size={props.size}
        label={props.label}
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        popovertarget={id}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          entersAtEnd = event.key === 'ArrowUp';
          panel?.showPopover();
        }}
      />
      <div
        ref={(element) => {
          panel = element;
        }}
        id={id}
        class={styles['menu']}
        popover="auto"
        role="menu"
        tabindex={-1}
        aria-label={props.label}
        on:toggle={onToggle}
        onKeyDown={onKeyDown}
      >
        <Show when={isOpen()}>
          <For each={props.entries}>
            {(entry) => (
              <button
                type="button"
                role="menuitem"
                tabindex={-1}
                class={styles['entry']}
                data-danger={entry.danger ? '' : undefined}
                data-starts-group={entry.startsGroup ? '' : undefined}
                aria-disabled={entry.disabled ? 'true' : undefined}
                onClick={() => pick(entry)}
              >
                <Show when={entry.icon} fallback={<span />}>
                  {(name) => <Icon name={name()} size="small" />}
                </Show>
                <span>{entry.label}</span>
                <Show when={entry.hint}>
                  <small>{entry.hint}</small>
                </Show>
              </button>
            )}
          </For>
        </Show>
      </div>
    </>
  );
}

function nextRow(rows: readonly HTMLElement[], event: KeyboardEvent): HTMLElement | undefined {
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? rows.indexOf(activeElement) : -1;
  switch (event.key) {
    case 'ArrowDown':
      return rows[(at + 1) % rows.length];
    case 'ArrowUp':
      return rows.at(at <= 0 ? -1 : at - 1);
    case 'Home':
      return rows[0];
    case 'End':
      return rows.at(-1);
    default: {
      const letter = event.key.toLocaleLowerCase();
      if (letter.length !== 1 || letter === ' ' || event.ctrlKey || event.metaKey) return undefined;
      const later = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
      return later.find((row) => row.textContent.trim().toLocaleLowerCase().startsWith(letter));
    }
  }
}
