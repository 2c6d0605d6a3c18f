import {
  createEffect,
  createMemo,
  createSignal,
  createUniqueId,
  For,
  type JSX,
  on,
  Show,
} from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import { Icon } from './Icon.tsx';
import styles from './PickerPanel.module.css';
import {
  type PickerFilter,
  type PickerGroup,
  type PickerOption,
  pickerRows,
  stepOption,
} from './picker-rows.ts';

export type PickerPanelProps = {
  readonly label: string;
  readonly groups: readonly PickerGroup[];
  readonly value: string | undefined;
  readonly searchLabel: string;
  /** Said when nothing fits the query, or there is nothing at all. */
  readonly emptyLabel: string;
  /** Chips over the list, and the name of their group. */
  readonly filters?: readonly PickerFilter[] | undefined;
  readonly filtersLabel?: string | undefined;
  readonly onFilter?: ((id: string) => void) | undefined;
  /** Under the list: Refresh, a link. */
  readonly footer: JSX.Element;
  readonly onPick: (id: string) => void;
  readonly onMark?: ((id: string, markId: string) => void) | undefined;
};

/**
 * ARIA pattern: editable combobox with a listbox. The focus stays in the search field; the active
 * option is pointed at by `aria-activedescendant` and kept mounted, whatever is scrolled.
 */
export function PickerPanel(props: PickerPanelProps) {
  const id = createUniqueId();
  let handle: VirtualizerHandle | undefined;
  let scroller: HTMLDivElement | undefined;
  const [query, setQuery] = createSignal('');
  const [wanted, setWanted] = createSignal<string | undefined>(undefined);

  const rows = createMemo(() => pickerRows(props.groups, query()));
  const keys = createMemo(() => rows().map((row) => row.key));
  const rowsByKey = createMemo(() => new Map(rows().map((row) => [row.key, row])));
  const total = createMemo(() => rows().filter((row) => row.kind === 'option').length);
  /** The row that Enter would pick, or -1. */
  const activeAt = createMemo(() => {
    const key = wanted() ?? (query() === '' ? `option:${props.value}` : undefined);
    const at = key === undefined ? -1 : keys().indexOf(key);
    return at >= 0 ? at : stepOption(rows(), -1, 1);
  });
  const elementId = (key: string) => `${id}-${key}`;
  const activeId = () => {
    const key = keys()[activeAt()];
    return key === undefined ? undefined : elementId(key);
  };

  const moveTo = (at: number) => {
    if (at < 0) return;
    setWanted(keys()[at]);
    // The heading of the first group comes into view together with its first option.
    handle?.scrollToIndex(at === 1 ? 0 : at, { align: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Record<string, () => number> = {
      ArrowDown: () => stepOption(rows(), activeAt(), 1),
      ArrowUp: () => stepOption(rows(), activeAt(), -1),
      PageDown: () => stepOption(rows(), Math.min(rows().length - 2, activeAt() + 7), 1),
      PageUp: () => stepOption(rows(), Math.max(1, activeAt() - 7), -1),
    };
    const target = targets[event.key];
    if (target) {
      event.preventDefault();
      moveTo(target());
      return;
    }
    const row = rows()[activeAt()];
    if (event.key !== 'Enter' || event.isComposing || row?.kind !== 'option') return;
    event.preventDefault();
    props.onPick(row.option.id);
  };
  const press = (option: PickerOption, target: EventTarget | null) => {
    const mark = target instanceof Element ? target.closest('[data-mark]') : null;
    if (mark) props.onMark?.(option.id, mark.getAttribute('data-mark') ?? '');
    else if (!option.disabled) props.onPick(option.id);
  };
  const focusSearch = (input: HTMLInputElement) => {
    requestAnimationFrame(() => {
      input.focus();
      if (activeAt() > 1) handle?.scrollToIndex(activeAt(), { align: 'center' });
    });
  };
  createEffect(
    on(query, () => {
      if (scroller) scroller.scrollTop = 0;
    }),
  );

  return (
    <>
      <div class={styles['search']}>
        <Icon name="search" size="small" />
        <input
          ref={focusSearch}
          type="text"
          enterkeyhint="go"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          aria-label={props.searchLabel}
          placeholder={props.searchLabel}
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={activeId()}
          value={query()}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            setWanted(undefined);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <Show when={props.filters?.length}>
        {/* biome-ignore lint/a11y/useSemanticElements: chips are no form */}
        <div class={styles['filters']} role="group" aria-label={props.filtersLabel}>
          <For each={props.filters}>
            {(filter) => (
              <button
                type="button"
                class={styles['filter']}
                aria-pressed={filter.isOn}
                onClick={() => props.onFilter?.(filter.id)}
              >
                {filter.label}
              </button>
            )}
          </For>
        </div>
      </Show>
      <div
        ref={(element) => {
          scroller = element;
        }}
        class={styles['list']}
        id={`${id}-list`}
        role="listbox"
        aria-label={props.label}
        tabindex={-1}
      >
        <Virtualizer
          ref={(given?: VirtualizerHandle) => {
            handle = given;
          }}
          data={keys()}
          keepMounted={activeAt() < 0 ? [] : [activeAt()]}
        >
          {(key) => (
            <Show keyed when={rowsByKey().get(key)}>
              {(one) =>
                one.kind === 'group' ? (
                  <div class={styles['group']} role="presentation">
                    <span>{one.group.label}</span>
                    <Show when={one.group.note}>
                      <small>{one.group.note}</small>
                    </Show>
                    <Show when={one.group.hint}>
                      <p>{one.group.hint}</p>
                    </Show>
                  </div>
                ) : (
                  // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the search field
                  <div
                    id={elementId(key)}
                    class={styles['option']}
                    role="option"
                    tabindex={-1}
                    aria-selected={one.option.id === props.value}
                    aria-disabled={one.option.disabled ? 'true' : undefined}
                    aria-setsize={total()}
                    aria-posinset={one.position}
                    aria-description={one.group.label}
                    data-active={elementId(key) === activeId() ? '' : undefined}
                    // Keeps the focus, and a phone's keyboard, where it is.
                    onPointerDown={(event) => event.preventDefault()}
                    onPointerMove={() => one.option.disabled || setWanted(key)}
                    on:click={(event: MouseEvent) => press(one.option, event.target)}
                  >
                    <span class={styles['name']}>{one.option.label}</span>
                    <span class={styles['marks']}>
                      <Show when={one.option.id === props.value}>
                        <Icon name="check" size="small" />
                      </Show>
                      <For each={one.option.marks ?? []}>
                        {(mark) => (
                          <span
                            class={styles['mark']}
                            data-mark={mark.id}
                            data-on={mark.isOn ? '' : undefined}
                            title={mark.label}
                            aria-hidden="true"
                          >
                            <Icon name={mark.icon} size="small" />
                          </span>
                        )}
                      </For>
                    </span>
                    <Show when={one.option.detail ?? one.option.badges?.length}>
                      <span class={styles['detail']}>
                        <span>{one.option.detail}</span>
                        <For each={one.option.badges ?? []}>
                          {(badge) => <span class={styles['badge']}>{badge}</span>}
                        </For>
                      </span>
                    </Show>
                  </div>
                )
              }
            </Show>
          )}
        </Virtualizer>
      </div>
      <p class={styles['empty']} role="status" hidden={total() > 0}>
        {total() > 0 ? '' : props.emptyLabel}
      </p>
      <Show when={props.footer}>
        <div class={styles['footer']}>{props.footer}</div>
      </Show>
    </>
  );
}
