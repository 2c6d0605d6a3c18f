/** The keyboard shortcuts as the help shows them. The app's command registry fills the list; screens only read it. */
import { type Accessor, createSignal } from 'solid-js';

export type Shortcut = {
  /** In the order they are pressed: `['Ctrl', 'K']`. */
  readonly keys: readonly string[];
  readonly title: string;
  /** The heading it stands under. */
  readonly group: string;
};

const [list, setList] = createSignal<readonly Shortcut[]>([]);

export const shortcuts: Accessor<readonly Shortcut[]> = list;

export function showShortcuts(all: readonly Shortcut[]): void {
  setList(all);
}
