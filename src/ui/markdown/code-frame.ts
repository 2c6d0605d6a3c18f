/**
 * A code block that grows: language and Copy above, plain text while it is open, colours once it is
 * closed. Colouring is done in slices between which the page can breathe.
 */
import { monotonicMs } from '../../lib/timing.ts';
import { copyText } from '../copy-text.ts';
import { type ChunkedText, createChunkedText } from './chunked-text.ts';
import styles from './markdown.module.css';
import type { CodeMark, RenderContext } from './options.ts';

export type CodeFrame = {
  readonly element: HTMLElement;
  readonly append: (text: string) => void;
  readonly close: () => void;
};

const saidForMs = 2000;
const sliceMs = 6;
/** Beyond this, colours cost more than they give. */
const longestColoured = 400_000;

/** `wraps`: long lines are broken, for what was not laid out by hand. */
export function createCodeFrame(
  language: string,
  context: RenderContext,
  wraps = false,
): CodeFrame {
  const { labels, highlight } = context.options;
  const frame = document.createElement('figure');
  frame.className = styles['code'] ?? '';
  frame.toggleAttribute('data-wraps', wraps);
  const head = document.createElement('figcaption');
  const name = document.createElement('span');
  name.textContent = language || labels.code;
  const pre = document.createElement('pre');
  pre.tabIndex = 0;
  const code = document.createElement('code');
  const chunks = createChunkedText(code, styles['chunk'] ?? '', {
    after: '\n',
    from: 2_000,
    at: 8_000,
  });
  const parts: string[] = [];
  const whole = () => parts.join('');
  head.append(name, copyButton(whole, context));
  pre.append(code);
  frame.append(head, pre);

  return {
    element: frame,
    append: (text) => {
      parts.push(text);
      chunks.append(text);
    },
    close: () => {
      const text = whole();
      if (!highlight || language === '' || text.length > longestColoured) return;
      whenIdle(() => {
        if (context.signal.aborted) return;
        void highlight(text, language, context.signal).then(
          (marks) => colour(chunks, marks, context.signal),
          // Code without colours is whole; there is nothing to tell anyone.
          () => undefined,
        );
      });
    },
  };
}

function copyButton(code: () => string, { options, signal }: RenderContext): HTMLButtonElement {
  const { copy, copied, copyFailed } = options.labels;
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = copy;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const onClick = async () => {
    button.textContent = (await copyText(code())) ? copied : copyFailed;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = copy;
    }, saidForMs);
  };
  button.addEventListener('click', () => void onClick(), { signal });
  return button;
}

/** Puts marks over the text, block by block, a few milliseconds at a time. */
function colour(text: ChunkedText, marks: readonly CodeMark[], signal: AbortSignal): void {
  const chunks = text.chunks();
  let at = 0;
  let next = 0;
  let start = 0;
  const slice = () => {
    const until = monotonicMs() + sliceMs;
    while (at < chunks.length && monotonicMs() < until) {
      const chunk = chunks[at];
      if (!chunk) return;
      const content = chunk.textContent;
      next = paint(chunk, content, marks, next, start);
      start += content.length;
      at += 1;
    }
    if (at < chunks.length && !signal.aborted) setTimeout(slice);
  };
  if (marks.length > 0 && !signal.aborted) slice();
}

/** Answers the first mark that may still matter for the block that follows. */
function paint(
  chunk: HTMLElement,
  content: string,
  marks: readonly CodeMark[],
  first: number,
  start: number,
): number {
  const end = start + content.length;
  const nodes: Node[] = [];
  let at = start;
  let index = first;
  for (; index < marks.length; index += 1) {
    const mark = marks[index];
    if (!mark || mark.from >= end) break;
    const from = Math.max(mark.from, at);
    const to = Math.min(mark.to, end);
    if (to <= from) continue;
    if (from > at) nodes.push(document.createTextNode(content.slice(at - start, from - start)));
    const span = document.createElement('span');
    span.dataset['code'] = mark.role;
    span.textContent = content.slice(from - start, to - start);
    nodes.push(span);
    at = to;
    if (mark.to > end) break;
  }
  if (at < end) nodes.push(document.createTextNode(content.slice(at - start)));
  if (nodes.length > 1 || nodes[0] instanceof HTMLElement) chunk.replaceChildren(...nodes);
  return index;
}

function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(act, { timeout: 1000 });
  else setTimeout(act, 50);
}
