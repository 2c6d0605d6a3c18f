import { createEffect, createSignal, on, onCleanup, Show, untrack, useContext } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import type { ReplyPiece } from '../../state/reply.ts';
import { HighlightContext } from '../../state/reply-highlight.ts';
import type { MarkdownOptions } from '../../ui/markdown/options.ts';
import { loadMarkdown, type MarkdownModule, markdownModule } from './load-markdown.ts';
import styles from './ReplyBody.module.css';
import { allowImageHost, mayLoadImage } from './remote-images.ts';

export type ReplyBodyProps = {
  /** What is stored. */
  readonly text: string;
  readonly isRunning: boolean;
  /** Where a continuation was joined on. */
  readonly seams: readonly number[] | undefined;
  /** Pieces in flight; the stored text counts only until the first of them. */
  readonly watch: ((listener: (piece: ReplyPiece) => void) => () => void) | undefined;
};

/**
 * The Markdown of a reply. Pieces in flight go straight into the view, outside Solid, once per frame. Until the reader of
 * Markdown has been loaded (the first reply of a visit) the text stands there as it is.
 */
export function ReplyBody(props: ReplyBodyProps) {
  const [module, setModule] = createSignal<MarkdownModule | undefined>(markdownModule());
  if (!module()) {
    let isLeft = false;
    onCleanup(() => {
      isLeft = true;
    });
    loadMarkdown().then(
      (loaded) => {
        if (!isLeft) setModule(() => loaded);
      },
      () => undefined, // the text stays as it came, and the next reply tries again
    );
  }
  return (
    <>
      <Show when={module()} fallback={<div class={styles['plain']}>{props.text}</div>}>
        {(loaded) => <MarkdownBody {...bodyOf(props)} module={loaded()} />}
      </Show>
      <Show when={!props.isRunning && (props.seams?.length ?? 0) > 0}>
        <p class={styles['seam']}>{words().chat.ends.seams(props.seams?.length ?? 0)}</p>
      </Show>
    </>
  );
}

type BodyProps = Pick<ReplyBodyProps, 'text' | 'isRunning' | 'watch'>;

function bodyOf(props: ReplyBodyProps): BodyProps {
  return {
    get text() {
      return props.text;
    },
    get isRunning() {
      return props.isRunning;
    },
    get watch() {
      return props.watch;
    },
  };
}

function MarkdownBody(props: BodyProps & { readonly module: MarkdownModule }) {
  const highlight = useContext(HighlightContext);
  const host = document.createElement('div');
  host.dataset['find'] = '';
  host.className = styles['body'] ?? '';
  const options: MarkdownOptions = {
    labels: untrack(() => words().chat.markdown),
    allowImages: (url) => untrack(() => mayLoadImage(url)),
    onImageRequest: allowImageHost,
    highlight,
  };
  const view = untrack(() => props.module).createMarkdownView(host, options);
  onCleanup(view.dispose);
  let shownLength = -1;

  const showStored = (text: string, isDone: boolean) => {
    if (text.length === shownLength && !isDone) return;
    view.update(text, isDone);
    shownLength = text.length;
  };
  showStored(
    untrack(() => props.text),
    untrack(() => !props.isRunning),
  );
  createEffect(
    on(
      () => props.isRunning,
      (isRunning) => host.toggleAttribute('data-running', isRunning),
    ),
  );
  createEffect(
    on(
      // Listening ends with the run: a piece still on its way is in the stored text already.
      () => (props.isRunning ? props.watch : undefined),
      (watch) => {
        const stop = watch?.((piece) => {
          if (piece.whole) showStored(piece.text, false);
          else if (piece.text !== '') {
            view.append(piece.text);
            shownLength += piece.text.length;
          }
        });
        onCleanup(() => stop?.());
      },
    ),
  );
  // The stored text has the last word: it is the same as what flowed, unless something was cut or joined.
  createEffect(
    on([() => props.text, () => props.isRunning], ([text, isRunning]) => {
      if (!isRunning) showStored(text, true);
      else if (text.length > shownLength) showStored(text, false);
    }),
  );
  return host;
}
