import { For, Show } from 'solid-js';
import styles from './OriginsHelp.module.css';

export type PlaceTabsProps = {
  /** Of the help they stand in: its panel is `<id>-panel`. */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly { readonly id: string; readonly label: string }[];
  readonly current: string | undefined;
  readonly onPick: (id: string) => void;
};

/** A row of choices above one panel; nothing where there is but one. ARIA pattern: tabs. */
export function PlaceTabs(props: PlaceTabsProps) {
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = props.tabs.findIndex(({ id }) => id === props.current);
    const next = props.tabs.at((at + step) % props.tabs.length);
    if (!next) return;
    props.onPick(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <Show when={props.tabs.length > 1}>
      <div class={styles['tabs']} role="tablist" aria-label={props.label} onKeyDown={move}>
        <For each={props.tabs}>
          {(tab) => (
            <button
              type="button"
              role="tab"
              id={`${props.id}-${tab.id}`}
              data-tab={tab.id}
              aria-selected={tab.id === props.current}
              aria-controls={`${props.id}-panel`}
              tabindex={tab.id === props.current ? 0 : -1}
              onClick={() => props.onPick(tab.id)}
            >
              {tab.label}
            </button>
          )}
        </For>
      </div>
    </Show>
  );
}
