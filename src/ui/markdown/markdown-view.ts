/**
 * A Markdown text that grows, shown in an element. Final blocks are made once and never touched
 * again; only the open tail is read and made anew, once per call. Knows nothing of Solid.
 */
import { type BlockSplitter, createBlockSplitter, type Piece } from './blocks.ts';
import { type ChunkedText, createChunkedText } from './chunked-text.ts';
import { type CodeFrame, createCodeFrame } from './code-frame.ts';
import { beginningOf, isWholeJson } from './json-start.ts';
import type { Definitions } from './lex.ts';
import styles from './markdown.module.css';
import type { MarkdownOptions, RenderContext } from './options.ts';
import { createSlots, type Slots } from './slots.ts';

export type MarkdownView = {
  /** Adds to the text. */
  readonly append: (delta: string) => void;
  /** The whole text so far. A text that goes on from the last one costs what was added. */
  readonly update: (text: string, isDone: boolean) => void;
  /** The text is over: the tail becomes final, and reference links find their addresses. */
  readonly finish: () => void;
  readonly dispose: () => void;
};

/** Enough of the old end to tell a text that goes on from one that was changed. */
const proofLength = 48;

export function createMarkdownView(host: HTMLElement, options: MarkdownOptions): MarkdownView {
  host.classList.add(styles['markdown'] ?? 'markdown');
  host.dataset['grows'] = '';
  let writer = createWriter(host, options, new Map());
  let text = '';
  let isFinished = false;

  const restart = (known: Definitions) => {
    writer.dispose();
    host.replaceChildren();
    host.dataset['grows'] = '';
    writer = createWriter(host, options, known);
    isFinished = false;
  };
  const append = (delta: string) => {
    if (delta === '') return;
    if (isFinished) {
      restart(new Map());
      writer.append(text);
    }
    text += delta;
    writer.append(delta);
  };
  const finish = () => {
    if (isFinished) return;
    const definitions = writer.finish();
    if (definitions.size > 0) {
      restart(definitions);
      writer.append(text);
      writer.finish();
    }
    isFinished = true;
    delete host.dataset['grows'];
  };
  const update = (next: string, isDone: boolean) => {
    const from = Math.max(0, text.length - proofLength);
    if (next.length < text.length || !next.startsWith(text.slice(from), from)) {
      restart(new Map());
      text = '';
    }
    append(next.slice(text.length));
    if (isDone) finish();
    else writer.showTail();
  };
  return {
    append: (delta) => {
      append(delta);
      writer.showTail();
    },
    update,
    finish,
    dispose: () => {
      writer.dispose();
      host.replaceChildren();
    },
  };
}

type Writer = {
  readonly append: (delta: string) => void;
  readonly showTail: () => void;
  readonly finish: () => Definitions;
  readonly dispose: () => void;
};

/** One pass over a text, from its start to its end. What begins as JSON is one code block, whatever follows. */
function createWriter(host: HTMLElement, options: MarkdownOptions, known: Definitions): Writer {
  const gone = new AbortController();
  const context = { options, signal: gone.signal };
  const slots: Slots = createSlots(host, context);
  const markdown = createBlocks(slots, context, known);
  /** What is held back until it is sure what the text is. */
  let lead = '';
  let body: Pick<Writer, 'append' | 'finish'> | undefined;

  const begin = (isJson: boolean): void => {
    body = isJson ? createJson(slots, context) : markdown;
    body.append(lead);
  };
  return {
    append: (delta) => {
      if (body) {
        body.append(delta);
        return;
      }
      lead += delta;
      const beginning = beginningOf(lead);
      if (beginning !== 'unsure') begin(beginning === 'json');
    },
    showTail: () => markdown.showTail(),
    finish: () => {
      if (!body) begin(isWholeJson(lead));
      return body?.finish() ?? new Map();
    },
    dispose: () => gone.abort(),
  };
}

function createJson(slots: Slots, context: RenderContext): Pick<Writer, 'append' | 'finish'> {
  const frame = createCodeFrame('json', context, true);
  slots.put(frame.element);
  let isBegun = false;
  /** Blanks that are only shown if something comes after them. */
  let blanks = '';
  return {
    append: (delta) => {
      const text = blanks + delta.replaceAll('\r', '');
      const shown = text.trimEnd();
      blanks = text.slice(shown.length);
      if (shown === '') return;
      frame.append(isBegun ? shown : shown.trimStart());
      isBegun = true;
    },
    finish: () => {
      frame.close();
      return new Map();
    },
  };
}

function createBlocks(
  slots: Slots,
  context: RenderContext,
  known: Definitions,
): Omit<Writer, 'dispose'> {
  const splitter: BlockSplitter = createBlockSplitter(known);
  let frame: CodeFrame | undefined;
  let plain: ChunkedText | undefined;

  const write = (piece: Piece) => {
    switch (piece.kind) {
      case 'block':
        slots.settleBlock(piece.token);
        break;
      case 'items':
        slots.settleParts(piece.list, piece.isLast);
        break;
      case 'rows':
        slots.settleParts(piece.table, piece.isLast);
        break;
      case 'fence-start':
        frame = createCodeFrame(piece.language, context);
        slots.put(frame.element);
        break;
      case 'fence-text':
        frame?.append(piece.text);
        break;
      case 'fence-end':
        frame?.close();
        frame = undefined;
        break;
      case 'plain-start': {
        const block = document.createElement('div');
        block.className = styles['plain'] ?? '';
        slots.put(block);
        plain = createChunkedText(block, styles['chunk'] ?? '', {
          after: ' ',
          from: 2_000,
          at: 4_000,
        });
        break;
      }
      case 'plain-text':
        plain?.append(piece.text);
        break;
      case 'plain-end':
        plain = undefined;
        break;
    }
  };
  const writeAll = (pieces: readonly Piece[]) => {
    for (const piece of pieces) write(piece);
  };
  return {
    append: (delta) => writeAll(splitter.append(delta)),
    showTail: () => slots.show(splitter.tail()),
    finish: () => {
      writeAll(splitter.finish());
      slots.show([]);
      return splitter.definitions;
    },
  };
}
