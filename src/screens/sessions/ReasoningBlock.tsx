import { createSignal, onCleanup, Show } from 'solid-js';
import { formatDuration } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import type { ReplyPiece } from '../../state/reply.ts';
import { type ChunkedText, createChunkedText } from '../../ui/markdown/chunked-text.ts';
import styles from './ReasoningBlock.module.css';
import { createSecondClock } from './second-clock.ts';

export type ReasoningBlockProps = {
  /** What is stored; empty while all of it is still in flight. */
  readonly text: string;
  /** How long it took, once that is known. */
  readonly durationMs: number | undefined;
  /** Since when the model is thinking, epoch ms; `undefined` when it is done. */
  readonly thinkingSinceAt: number | undefined;
  /** Pieces in flight; reasoning is read from them. */
  readonly watch: ((listener: (piece: ReplyPiece) => void) => () => void) | undefined;
};

/** What the model thought, apart from what it says. Open while it runs, unless the person chose otherwise. */
export function ReasoningBlock(props: ReasoningBlockProps) {
  const text = () => words().chat.reasoning;
  const [chosen, setChosen] = createSignal<boolean>();
  const isOpen = () => chosen() ?? props.thinkingSinceAt !== undefined;
  return (
    <details
      class={styles['block']}
      open={isOpen()}
      data-running={props.thinkingSinceAt === undefined ? undefined : ''}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        if (open !== isOpen()) setChosen(open);
      }}
    >
      <summary>
        <Show
          when={props.thinkingSinceAt}
          fallback={
            props.durationMs === undefined
              ? text().done
              : text().doneIn(formatDuration(props.durationMs))
          }
        >
          {(sinceAt) => <Running sinceAt={sinceAt()} />}
        </Show>
      </summary>
      <Show when={isOpen()}>
        <ReasoningText text={props.text} watch={props.watch} />
      </Show>
    </details>
  );
}

function Running(props: { readonly sinceAt: number }) {
  const now = createSecondClock();
  const seconds = () => Math.floor(Math.max(0, now() - props.sinceAt) / 1000);
  return <>{words().chat.reasoning.running(words().app.units.seconds(String(seconds())))}</>;
}

function ReasoningText(props: Pick<ReasoningBlockProps, 'text' | 'watch'>) {
  const box = document.createElement('div');
  box.className = styles['text'] ?? '';
  const start = (): ChunkedText =>
    createChunkedText(box, styles['chunk'] ?? '', { after: '\n', from: 1000, at: 16_000 });
  let grown = start();
  grown.append(props.text);
  const stop = props.watch?.((piece) => {
    if (piece.whole) {
      box.replaceChildren();
      grown = start();
    }
    grown.append(piece.reasoning);
  });
  onCleanup(() => stop?.());
  return box;
}
