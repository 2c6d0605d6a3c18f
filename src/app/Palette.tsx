/** The command palette. ARIA pattern: a combobox over a list box, inside a modal dialog. */
import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, createSignal, createUniqueId, For, on, Show } from 'solid-js';
import { words } from '../i18n/i18n.ts';
import { useAppState } from '../state/create-state.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { isMacLike } from '../ui/platform.ts';
import { TextInput } from '../ui/TextInput.tsx';
import type { Command } from './commands.ts';
import { keyCaps } from './keys.ts';
import styles from './Palette.module.css';
import { type PaletteRow, paletteRows } from './palette-rows.ts';

export type PaletteProps = {
  readonly isOpen: boolean;
  readonly commands: readonly Command[];
  readonly onClose: () => void;
};

const sessionCount = 8;

export function Palette(props: PaletteProps) {
  return (
    <Dialog
      open={props.isOpen}
      title={words().later.palette.title}
      closeLabel={words().app.close}
      onClose={props.onClose}
    >
      <PaletteBody commands={props.commands} onClose={props.onClose} />
    </Dialog>
  );
}

function PaletteBody(props: Omit<PaletteProps, 'isOpen'>) {
  const state = useAppState();
  const navigate = useNavigate();
  const id = createUniqueId();
  const [text, setText] = createSignal('');
  const [at, setAt] = createSignal(0);
  const live = state.sessions.watchList(() => ({
    filter: text().trim(),
    from: 0,
    count: sessionCount,
  }));
  const rows = createMemo(() => paletteRows(text(), props.commands, live.value?.rows ?? []));
  const chosen = () => rows()[Math.min(at(), rows().length - 1)];
  let list: HTMLElement | undefined;
  createEffect(
    on(chosen, (row) => {
      if (row) document.getElementById(`${id}-${row.id}`)?.scrollIntoView({ block: 'nearest' });
    }),
  );

  const pick = (row: PaletteRow | undefined) => {
    if (!row) return;
    props.onClose();
    // The dialog gives the focus back first; what the command does with it comes after.
    queueMicrotask(() => {
      if (row.kind === 'command') row.command.run();
      else navigate(`/s/${encodeURIComponent(row.id.slice('session-'.length))}`);
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const count = rows().length;
    const moves: Record<string, () => void> = {
      ArrowDown: () => setAt((Math.min(at(), count - 1) + 1) % Math.max(count, 1)),
      ArrowUp: () => setAt((Math.min(at(), count - 1) - 1 + count) % Math.max(count, 1)),
      Enter: () => pick(chosen()),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <div class={styles['palette']}>
      <TextInput
        ref={(element: HTMLInputElement) => queueMicrotask(() => element.focus())}
        role="combobox"
        aria-label={words().later.palette.label}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={chosen() && `${id}-${chosen()?.id}`}
        placeholder={words().later.palette.hint}
        spellcheck={false}
        value={text()}
        onInput={(typed) => {
          setText(typed);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={(element) => {
          list = element;
        }}
        id={`${id}-list`}
        class={styles['list']}
        role="listbox"
        tabindex={-1}
        aria-label={words().later.palette.title}
        onPointerDown={(event) => {
          // The focus stays in the field.
          if (event.target !== list) event.preventDefault();
        }}
      >
        <For each={rows()}>
          {(row, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys for all options
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option
            <div
              id={`${id}-${row.id}`}
              class={styles['row']}
              role="option"
              aria-selected={chosen()?.id === row.id}
              onPointerMove={() => setAt(index())}
              onClick={() => pick(row)}
            >
              <Icon name={row.kind === 'command' ? 'chevron-right' : 'chat'} size="small" />
              <span>
                {row.kind === 'command'
                  ? row.command.title()
                  : row.title || words().app.list.untitled}
              </span>
              <Show when={row.kind === 'command' && row.command.keys?.[0]}>
                {(chord) => <Kbd keys={keyCaps(chord(), isMacLike())} />}
              </Show>
            </div>
          )}
        </For>
      </div>
      <Show when={rows().length === 0}>
        <p class={styles['none']}>{words().later.palette.none}</p>
      </Show>
    </div>
  );
}
