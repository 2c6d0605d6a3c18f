import { createEffect, createSignal, on, onCleanup, untrack } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useChat } from './chat-context.ts';
import styles from './FindBar.module.css';
import { highlightText } from './highlight-text.ts';
import type { TranscriptHandle } from './Transcript.tsx';

export type FindBarProps = {
  readonly transcript: TranscriptHandle;
  /** Moves when other rows are mounted: the marks are made anew. */
  readonly viewCount: number;
  readonly onClose: () => void;
};

type Hit = { readonly messageId: string; readonly position: number; readonly count: number };

const typingPauseMs = 150;

/** Find in this session, over all of it: a windowed page cannot offer the browser's own. */
export function FindBar(props: FindBarProps) {
  const state = useAppState();
  const { chat } = useChat();
  const text = () => words().later.find;
  // Kept: when the bar goes, what it was given may be gone already.
  const { element } = untrack(() => props.transcript);
  const [query, setQuery] = createSignal('');
  const [hits, setHits] = createSignal<readonly Hit[]>();
  const [at, setAt] = createSignal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let drawing: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  let field: HTMLInputElement | undefined;

  const draw = () => {
    clearTimeout(drawing);
    drawing = setTimeout(() => {
      highlightText(element, query(), hits()?.[at()]?.messageId);
    }, 60);
  };
  createEffect(on([() => props.viewCount, hits, at], draw));
  onCleanup(() => {
    clearTimeout(timer);
    clearTimeout(drawing);
    highlightText(element, '', undefined);
  });

  async function find(wanted: string): Promise<void> {
    asked += 1;
    const mine = asked;
    if (wanted.trim() === '') {
      setHits(undefined);
      return;
    }
    try {
      const found = await state.engine.call('messages.find', { sessionId: chat.id, text: wanted });
      if (mine !== asked) return;
      setHits(found);
      // The nearest to the end first: that is where one is looking.
      setAt(Math.max(0, found.length - 1));
      show();
    } catch (error) {
      state.notices.showFault(faultFrom(error));
    }
  }
  const show = () => {
    const hit = hits()?.[at()];
    if (hit) props.transcript.jumpTo(hit.position, false);
  };
  const move = (step: -1 | 1) => {
    const count = hits()?.length ?? 0;
    if (count === 0) return;
    setAt((at() + step + count) % count);
    show();
  };
  const total = () => (hits() ?? []).reduce((sum, hit) => sum + hit.count, 0);
  const status = () => {
    const found = hits();
    if (!found) return '';
    if (found.length === 0) return text().none;
    return text().place(formatNumber(at() + 1), formatNumber(found.length), formatNumber(total()));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      props.onClose();
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      move(event.shiftKey ? 1 : -1);
    }
  };
  // Asked for again: on with the next words.
  const onFindKey = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') field?.select();
  };
  document.addEventListener('keydown', onFindKey);
  onCleanup(() => document.removeEventListener('keydown', onFindKey));
  return (
    <search class={styles['bar']} onKeyDown={onKeyDown}>
      <input
        ref={(input) => {
          field = input;
          queueMicrotask(() => input.focus());
        }}
        class={styles['field']}
        type="search"
        aria-label={text().label}
        placeholder={text().label}
        value={query()}
        onInput={(event) => {
          const wanted = event.currentTarget.value;
          setQuery(wanted);
          clearTimeout(timer);
          timer = setTimeout(() => find(wanted), typingPauseMs);
        }}
      />
      <span class={styles['status']} role="status">
        {status()}
      </span>
      <IconButton
        icon="chevron-up"
        size="small"
        label={text().previous}
        disabled={(hits()?.length ?? 0) === 0}
        onClick={() => move(-1)}
      />
      <IconButton
        icon="chevron-down"
        size="small"
        label={text().next}
        disabled={(hits()?.length ?? 0) === 0}
        onClick={() => move(1)}
      />
      <IconButton icon="close" size="small" label={text().close} onClick={() => props.onClose()} />
    </search>
  );
}
