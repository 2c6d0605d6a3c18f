/**
 * The titles, windowed: only what is in view is mounted, and one live query covers it with some rows around.
 * A row is known by its session once it is there, so it keeps its elements and its focus when others move around it;
 * until then it stands for its place.
 */
import { useNavigate } from '@solidjs/router';
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import { dateGroup } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { windowAround } from './list-window.ts';
import { SessionRow } from './SessionRow.tsx';
import styles from './SessionRows.module.css';

export type RowsHandle = {
  readonly focusFirst: () => void;
  readonly neighbour: (step: -1 | 1) => string | undefined;
};

export type SessionRowsProps = {
  readonly filter: string;
  readonly currentId: string | undefined;
  readonly onOpen: () => void;
  readonly onHandle: (handle: RowsHandle) => void;
};

const undoMs = 10_000;
const rowHeightPx = 52;

export function SessionRows(props: SessionRowsProps) {
  const state = useAppState();
  const navigate = useNavigate();
  const [inView, setInView] = createSignal<readonly [number, number]>([0, 20]);
  /** The row that Tab stops at; by its place while its session is not in the window. */
  const [active, setActive] = createSignal<{ id?: string | undefined; index: number }>({
    index: 0,
  });
  const [pointedId, setPointedId] = createSignal<string>();
  const [hasFocus, setHasFocus] = createSignal(false);
  const [edited, setEdited] = createSignal<{ id: string; title: string }>();
  let scroller: HTMLElement | undefined;
  let virtual: VirtualizerHandle | undefined;
  /** A row that should take the focus as soon as it is mounted and known. */
  let wantsFocus = -1;

  const range = createMemo(() => windowAround(...inView()), undefined, {
    equals: (a, b) => a.from === b.from && a.count === b.count,
  });
  const live = state.sessions.watchList(() => ({ filter: props.filter, ...range() }));
  const total = () => live.value?.total ?? 0;
  const keys = createMemo(() =>
    Array.from({ length: total() }, (_, index) => rowAt(index)?.id ?? `place-${index}`),
  );
  const rowAt = (index: number) => {
    const { value } = live;
    return value && index >= value.from ? value.rows[index - value.from] : undefined;
  };
  const groupAt = (index: number) => {
    const row = rowAt(index);
    if (!row) return undefined;
    const group = dateGroup(row.updatedAt, nowAt());
    const above = rowAt(index - 1);
    return above && dateGroup(above.updatedAt, nowAt()).key === group.key ? undefined : group.title;
  };

  const onScroll = () => {
    if (!virtual) return;
    const first = virtual.findItemIndex(virtual.scrollOffset);
    setInView([first, virtual.findItemIndex(virtual.scrollOffset + virtual.viewportSize)]);
  };
  // Another search starts at its top.
  createEffect(
    on(
      () => props.filter,
      () => virtual?.scrollTo(0),
      { defer: true },
    ),
  );

  const placeOf = (id: string | undefined) => {
    const at = live.value?.rows.findIndex((row) => row.id === id) ?? -1;
    return at < 0 ? -1 : at + (live.value?.from ?? 0);
  };
  const activeIndex = createMemo(() => {
    const { id, index } = active();
    const at = placeOf(id);
    return Math.min(at < 0 ? index : at, total() - 1);
  });
  const focusPlace = (index: number) => {
    if (index < 0 || index >= total()) return;
    setActive({ id: rowAt(index)?.id, index });
    virtual?.scrollToIndex(index, { align: 'nearest' });
    const link = scroller?.querySelector<HTMLElement>(`[data-place="${index}"] a`);
    wantsFocus = link ? -1 : index;
    link?.focus();
  };
  const giveFocus = (index: number, link: HTMLElement) => {
    if (wantsFocus !== index) return;
    wantsFocus = -1;
    queueMicrotask(() => link.focus());
  };
  props.onHandle({
    focusFirst: () => focusPlace(0),
    neighbour: (step) => {
      const at = placeOf(props.currentId);
      const next = at < 0 ? 0 : at + step;
      virtual?.scrollToIndex(Math.max(0, next), { align: 'nearest' });
      return rowAt(next)?.id;
    },
  });

  const remove = async (index: number) => {
    const row = rowAt(index);
    if (!row) return;
    const title = row.title || words().app.list.untitled;
    const { id } = row;
    const next = rowAt(index + 1) ?? rowAt(index - 1);
    // The focus goes ahead of the row that is about to leave.
    if (hasFocus()) focusPlace(index + 1 < total() ? index + 1 : index - 1);
    if (!(await state.sessions.remove(id))) return;
    state.notices.show(words().app.list.deleted(title), {
      stayMs: undoMs,
      action: { label: words().app.undo, run: () => void state.sessions.restore(id) },
    });
    if (id === props.currentId) navigate(next ? `/s/${encodeURIComponent(next.id)}` : '/s/new');
  };
  const rename = (index: number) => {
    const row = rowAt(index);
    if (row) setEdited({ id: row.id, title: row.title });
  };
  const commit = (index: number, refocus: boolean) => {
    const now = edited();
    setEdited(undefined);
    const title = now?.title.trim() ?? '';
    if (now && title !== '' && title !== rowAt(index)?.title) {
      void state.sessions.update({ id: now.id, title });
    }
    if (refocus) queueMicrotask(() => focusPlace(index));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const place = event.target instanceof HTMLElement && event.target.closest('[data-place]');
    if (!(place instanceof HTMLElement) || !(event.target instanceof HTMLAnchorElement)) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const at = Number(place.dataset['place']);
    const moves: Record<string, () => void> = {
      ArrowDown: () => focusPlace(at + 1),
      ArrowUp: () => focusPlace(at - 1),
      Home: () => focusPlace(0),
      End: () => focusPlace(total() - 1),
      F2: () => rename(at),
      Delete: () => void remove(at),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <nav
      ref={(element) => {
        scroller = element;
      }}
      class={styles['rows']}
      data-filtered={props.filter === '' ? undefined : ''}
      aria-label={words().app.list.label}
      aria-busy={live.value === undefined}
      onKeyDown={onKeyDown}
      onPointerLeave={() => setPointedId(undefined)}
      onFocusIn={() => setHasFocus(true)}
      onFocusOut={(event) => {
        const { currentTarget, relatedTarget } = event;
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) {
          setHasFocus(false);
        }
      }}
    >
      <Show when={live.value} fallback={<WaitingRows />}>
        <Show when={total() > 0} fallback={<NoRows isFiltered={props.filter !== ''} />}>
          <Virtualizer
            ref={(handle?: VirtualizerHandle) => {
              virtual = handle;
            }}
            data={keys()}
            {...(scroller ? { scrollRef: scroller } : {})}
            itemSize={rowHeightPx}
            keepMounted={[activeIndex()]}
            onScroll={onScroll}
            onResize={onScroll}
          >
            {(_, index) => (
              <SessionRow
                place={index()}
                row={rowAt(index())}
                group={groupAt(index())}
                isCurrent={rowAt(index())?.id === props.currentId}
                isActive={activeIndex() === index()}
                showsActions={
                  pointedId() === rowAt(index())?.id || (activeIndex() === index() && hasFocus())
                }
                editedTitle={edited()?.id === rowAt(index())?.id ? edited()?.title : undefined}
                onLink={(link) => giveFocus(index(), link)}
                onPoint={() => setPointedId(rowAt(index())?.id)}
                onFocus={() => setActive({ id: rowAt(index())?.id, index: index() })}
                onOpen={props.onOpen}
                onRename={() => rename(index())}
                onRemove={() => void remove(index())}
                onTitle={(title) => {
                  const now = edited();
                  if (now) setEdited({ id: now.id, title });
                }}
                onCommit={(refocus) => commit(index(), refocus)}
                onCancel={() => {
                  setEdited(undefined);
                  queueMicrotask(() => focusPlace(index()));
                }}
              />
            )}
          </Virtualizer>
        </Show>
      </Show>
    </nav>
  );
}

function NoRows(props: { readonly isFiltered: boolean }) {
  return (
    <p class={styles['none']}>
      <Show when={!props.isFiltered} fallback={words().app.list.nothingFound}>
        {words().app.list.empty}
        <small>{words().app.list.emptyHint}</small>
      </Show>
    </p>
  );
}

/** Seen only where the first answer takes long: it fades in late. */
function WaitingRows() {
  return (
    <div class={styles['waiting']} aria-hidden="true">
      <For each={[72, 54, 83, 61, 77]}>{(width) => <i style={{ '--width': `${width}%` }} />}</For>
    </div>
  );
}
