/**
 * The installed models, windowed: an article per row, told with its place among all. One row at a time is in the tab
 * order, arrows go from row to row, and letters on a row are its verbs (they are listed in the help).
 */
import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { ComingRow } from './ComingRow.tsx';
import type { ModelList as List, ListEntry } from './create-model-list.ts';
import { createPlace } from './create-place.ts';
import { ListHead } from './ListHead.tsx';
import { MergedRow } from './MergedRow.tsx';
import styles from './ModelList.module.css';
import { ModelRow } from './ModelRow.tsx';
import { verbOfKey } from './model-verbs.ts';
import { useModels } from './models-context.ts';
import { ServerHead } from './ServerHead.tsx';

export type ModelListProps = {
  readonly list: List;
  readonly onFilterKey: () => void;
};

const rowHeightPx = 56;
const framesToShow = 20;
/** Where nothing hovers, every row shows its button. */
const hasHover = () => window.matchMedia('(hover: hover)').matches;

export function ModelList(props: ModelListProps) {
  const state = useAppState();
  const models = useModels();
  const { place, ref } = createPlace();
  const [activeId, setActiveId] = createSignal<string>();
  const [pointedId, setPointedId] = createSignal<string>();
  const [hasFocus, setHasFocus] = createSignal(false);
  let region: HTMLElement | undefined;
  let virtual: VirtualizerHandle | undefined;
  /** A row that should take the focus as soon as it can. */
  let wantedId: string | undefined;

  const ids = createMemo(() => props.list.entries().map(({ id }) => id));
  const stops = (id: string) => props.list.entry(id)?.is !== 'server';
  const activeAt = createMemo(() => {
    const at = ids().indexOf(activeId() ?? '');
    return at >= 0 ? at : ids().findIndex(stops);
  });
  const isActive = (id: string) => ids()[activeAt()] === id;

  const focusAt = (at: number) => {
    const id = ids()[at];
    if (id === undefined) return;
    setActiveId(id);
    virtual?.scrollToIndex(at, { align: 'nearest' });
    wantedId = id;
    focusWanted(id, framesToShow);
  };
  /** A row that is only just mounted is hidden until it is measured, and takes no focus before. */
  const focusWanted = (id: string, framesLeft: number) => {
    if (wantedId !== id) return;
    const main = region?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] [data-main]`);
    main?.focus({ preventScroll: true });
    if (framesLeft === 0 || (main && document.activeElement === main)) wantedId = undefined;
    else requestAnimationFrame(() => focusWanted(id, framesLeft - 1));
  };
  const step = (from: number, by: 1 | -1) => {
    let at = from + by;
    while (ids()[at] !== undefined && !stops(ids()[at] ?? '')) at += by;
    focusAt(at);
  };
  // A row that goes takes the focus with it: the one in its place gets it.
  createEffect(
    on(ids, (now, before) => {
      const id = activeId();
      if (id === undefined || !before || now.includes(id)) return;
      const at = before.indexOf(id);
      const next = now[Math.min(at, now.length - 1)];
      if (hasFocus()) queueMicrotask(() => focusAt(now.indexOf(next ?? '')));
    }),
  );

  const verbs = (entry: ListEntry, event: KeyboardEvent) => {
    const verb = verbOfKey(event);
    if (verb === 'pull-all' || verb === 'refresh') return () => models.runList(verb);
    if (verb === undefined || entry.is !== 'model') return undefined;
    const { selected } = props.list;
    if (verb === 'delete' && selected().length > 0) {
      return () => models.ask({ dialog: 'delete', rows: selected() });
    }
    return () => models.run(verb, entry.row);
  };
  const moves = (entry: ListEntry, at: number, event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
    switch (event.key) {
      case 'ArrowDown':
        return () => step(at, 1);
      case 'ArrowUp':
        return () => step(at, -1);
      case 'Home':
        return () => step(-1, 1);
      case 'End':
        return () => step(ids().length, -1);
      case ' ':
        if (entry.is !== 'model') return undefined;
        return () => (event.shiftKey ? props.list.toggleTo(entry.id) : props.list.toggle(entry.id));
      case '/':
        return props.onFilterKey;
      case 'Escape':
        return props.list.selected().length > 0 ? props.list.clearSelection : undefined;
      default:
        return undefined;
    }
  };
  const entryAt = ({ target }: Event) => {
    if (!(target instanceof HTMLElement) || target.dataset['main'] === undefined) return undefined;
    const row = target.closest<HTMLElement>('[data-id]');
    return props.list.entry(row?.dataset['id'] ?? '');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const entry = entryAt(event);
    if (!entry) return;
    const act = moves(entry, ids().indexOf(entry.id), event) ?? verbs(entry, event);
    if (!act) return;
    event.preventDefault();
    act();
  };
  const common = (id: string, at: () => number) => ({
    id,
    place: at(),
    total: ids().length,
    isActive: isActive(id),
    showsActions: pointedId() === id || (isActive(id) && hasFocus()) || !hasHover(),
    onPoint: () => setPointedId(id),
    onFocus: () => setActiveId(id),
  });
  return (
    <section
      ref={(element) => {
        region = element;
      }}
      class={styles['list']}
      aria-label={words().models.list}
      onKeyDown={onKeyDown}
      onKeyUp={(event) => {
        // Space selects; the button under it must not take it for a press.
        if (event.key === ' ' && entryAt(event)?.is === 'model') event.preventDefault();
      }}
      onPointerLeave={() => setPointedId(undefined)}
      onFocusIn={() => setHasFocus(true)}
      onFocusOut={(event) => {
        const { currentTarget, relatedTarget } = event;
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) {
          setHasFocus(false);
        }
      }}
    >
      <Show when={state.settings.value.modelLayout !== 'merged'}>
        <ListHead list={props.list} />
      </Show>
      <div ref={ref}>
        <Show when={place()}>
          {(known) => (
            <Virtualizer
              ref={(handle?: VirtualizerHandle) => {
                virtual = handle;
              }}
              data={ids()}
              scrollRef={known().scroller}
              startMargin={known().marginPx}
              itemSize={rowHeightPx}
              keepMounted={[activeAt()]}
            >
              {(id, at) => (
                <Switch>
                  <Match when={entryOf(props.list, id, 'model')}>
                    {(entry) => (
                      <ModelRow {...common(id, at)} row={entry().row} list={props.list} />
                    )}
                  </Match>
                  <Match when={entryOf(props.list, id, 'coming')}>
                    {(entry) => <ComingRow {...common(id, at)} job={entry().job} />}
                  </Match>
                  <Match when={entryOf(props.list, id, 'merged')}>
                    {(entry) => <MergedRow {...common(id, at)} places={entry().places} />}
                  </Match>
                  <Match when={entryOf(props.list, id, 'server')}>
                    {(entry) => <ServerHead connection={entry().connection} list={props.list} />}
                  </Match>
                </Switch>
              )}
            </Virtualizer>
          )}
        </Show>
      </div>
    </section>
  );
}

function entryOf<Is extends ListEntry['is']>(
  list: List,
  id: string,
  is: Is,
): Extract<ListEntry, { is: Is }> | undefined {
  const entry = list.entry(id);
  return entry?.is === is ? (entry as Extract<ListEntry, { is: Is }>) : undefined; // by the line before
}
