import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { useChat } from './chat-context.ts';
import { createFollowing } from './create-following.ts';
import { landOn } from './land-on.ts';
import styles from './Transcript.module.css';
import { TranscriptRow } from './TranscriptRow.tsx';

export type TranscriptHandle = {
  readonly jumpTo: (position: number, takesFocus: boolean) => void;
  readonly followEnd: () => void;
  readonly element: HTMLElement;
};

export type TranscriptProps = {
  readonly onHandle: (handle: TranscriptHandle) => void;
  /** Told when rows came or went, and when it was scrolled: highlights are drawn anew then. */
  readonly onView?: (() => void) | undefined;
};

/** As in the style sheet. */
const topPaddingPx = 26;
const roughRowPx = 180;
const bufferPx = 1200;

/**
 * ARIA pattern: log, without live announcements (a reply is read when it is done, not word by word). Older messages
 * are windowed; the newest are in plain flow, so that a streaming reply is never measured or unmounted.
 */
export function Transcript(props: TranscriptProps) {
  const state = useAppState();
  const { chat } = useChat();
  const { rows } = chat;
  let list: VirtualizerHandle | undefined;
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const [column, setColumn] = createSignal<HTMLElement>();
  const [chosen, setChosen] = createSignal<number>();
  const current = () => Math.min(chosen() ?? rows.total() - 1, rows.total() - 1);

  const following = createFollowing({
    autoScroll: () => state.settings.value.autoScroll,
    inFlight: () => chat.turn() !== undefined,
  });
  createEffect(
    on([scroller, column], ([view, content]) => {
      if (view && content) onCleanup(following.attach(view, content));
    }),
  );

  const look = () => {
    const view = scroller();
    if (!list || !view) return;
    const first = list.findItemIndex(view.scrollTop);
    const last = list.findItemIndex(view.scrollTop + view.clientHeight);
    rows.see(first, last);
    props.onView?.();
  };

  function jumpTo(wanted: number, takesFocus: boolean): void {
    const view = scroller();
    const position = Math.max(0, Math.min(wanted, rows.total() - 1));
    if (!view || rows.total() === 0) return;
    following.step(position === rows.total() - 1 && !takesFocus ? 'back' : 'jumped');
    setChosen(position);
    rows.see(position, position);
    landOn(view, position, {
      takesFocus,
      isStillWanted: () => chosen() === position,
      scrollNear: () => {
        if (position < rows.tailFrom()) list?.scrollToIndex(position, { align: 'start' });
      },
      onLanded: look,
    });
  }

  const moveTo = (position: number) => {
    if (position >= 0 && position < rows.total()) jumpTo(position, true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const isMove = (event.altKey && event.key === 'ArrowUp') || /^[jk]$/.test(event.key);
    if (!isMove || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moveTo(current());
  };
  const onFocusIn = (event: FocusEvent) => {
    const article = event.target instanceof Element ? event.target.closest('article') : null;
    const position = Number(article?.dataset['position'] ?? Number.NaN);
    if (Number.isInteger(position)) setChosen(position);
  };

  const older = createMemo(() => Array.from({ length: rows.tailFrom() }, (_, at) => at));
  const newest = createMemo(() =>
    Array.from({ length: rows.total() - rows.tailFrom() }, (_, at) => rows.tailFrom() + at),
  );
  const row = (position: number) => (
    <TranscriptRow
      position={position}
      find={rows.at}
      total={rows.total()}
      isCurrent={position === current()}
      onMove={moveTo}
    />
  );
  return (
    <div class={styles['frame']}>
      <div
        ref={(element) => {
          setScroller(element);
          props.onHandle({ jumpTo, followEnd: () => following.step('sent'), element });
        }}
        class={styles['scroller']}
        role="log"
        aria-label={words().chat.messages}
        aria-live="off"
        tabindex={0}
        onKeyDown={onKeyDown}
        onFocusIn={onFocusIn}
      >
        <div ref={setColumn} class={styles['column']}>
          <Virtualizer
            ref={(given?: VirtualizerHandle) => {
              list = given;
            }}
            data={older()}
            {...(scroller() ? { scrollRef: scroller() as HTMLElement } : {})}
            startMargin={topPaddingPx}
            itemSize={roughRowPx}
            bufferSize={bufferPx}
            keepMounted={current() >= 0 && current() < rows.tailFrom() ? [current()] : []}
            onScroll={look}
            onResize={look}
          >
            {(position) => row(position)}
          </Virtualizer>
          <For each={newest()}>{(position) => row(position)}</For>
        </div>
      </div>
      <div class={styles['back']}>
        <Show when={following.offersReturn()}>
          <Button size="small" icon="arrow-down" onClick={() => following.step('back')}>
            {following.hasNewText() ? words().chat.newText : words().chat.backToEnd}
          </Button>
        </Show>
      </div>
    </div>
  );
}
