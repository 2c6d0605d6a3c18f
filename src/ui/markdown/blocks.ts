/**
 * Cuts a growing Markdown text into pieces that are final and an open tail. No DOM in here.
 *
 * What is final depends on the text alone, never on how it was chunked: decisions fall at certain
 * line ends (after a blank line, at a fence, every few lines) and where an open block grows past
 * `plainLimit`. Only the tail is ever lexed, so a token costs the same early and late.
 */
import type { Token, Tokens } from 'marked';
import { createFenceReader, type FenceReader, looksLikeFence } from './fence.ts';
import { type Definition, type Definitions, lexBlocks, lexFully } from './lex.ts';

export type Piece =
  | { readonly kind: 'block'; readonly token: Token }
  /** Items that join the open list, or begin one. */
  | {
      readonly kind: 'items';
      readonly list: Tokens.List;
      readonly isFirst: boolean;
      readonly isLast: boolean;
    }
  | {
      readonly kind: 'rows';
      readonly table: Tokens.Table;
      readonly isFirst: boolean;
      readonly isLast: boolean;
    }
  | { readonly kind: 'fence-start'; readonly language: string }
  | { readonly kind: 'fence-text'; readonly text: string }
  | { readonly kind: 'fence-end' }
  /** A block too long to be parsed again and again: its text as it is, up to the next blank line. */
  | { readonly kind: 'plain-start' }
  | { readonly kind: 'plain-text'; readonly text: string }
  | { readonly kind: 'plain-end' };

export type BlockSplitter = {
  readonly append: (delta: string) => readonly Piece[];
  /** The text is over: everything left becomes final. */
  readonly finish: () => readonly Piece[];
  /** The blocks of the open tail, to be shown until they change or become final. */
  readonly tail: () => readonly Token[];
  /** Reference definitions in what is final so far. */
  readonly definitions: Definitions;
  /** Characters given to the lexer so far: the cost, free of clocks. */
  readonly lexedCharacters: () => number;
};

/** Longest open block that is still parsed, in characters. */
export const plainLimit = 16_000;
const linesPerCheck = 8;
/** A block that is longer than this and still open is looked at again only when it has grown by a fifth. */
const patientFrom = 1_500;
/** A list or table this long gives up all but its last two parts. */
const splitAbove = 4;
const keptParts = 2;

/** A line begun that says nothing yet: showing it would flicker, or turn the line above into a heading. */
const bareMarker =
  /(?:^|\n)[ \t]*(?:\d{1,9}[.)]?|[-*+]{1,3}|={1,2}|#{1,6}|`{1,2}|~{1,2}|>|\|[-:| \t]*)[ \t]*$/;

type Open = { readonly kind: 'list' } | { readonly kind: 'table'; readonly head: string };

export function createBlockSplitter(known: Definitions = new Map()): BlockSplitter {
  const definitions = new Map<string, Definition>();
  let pieces: Piece[] = [];
  /** Text that is not final; in a fence or plain text only what is held back. */
  let pending = '';
  let seen = 0;
  let lineStart = 0;
  let lines = 0;
  let checkFrom = 0;
  let open: Open | undefined;
  let fence: FenceReader | undefined;
  let isPlain = false;
  let endsInReturn = false;
  let lexed = 0;

  const head = () => (open?.kind === 'table' ? open.head : '');
  const blocksOf = (text: string) => {
    lexed += text.length;
    return lexBlocks(text);
  };
  const fullyOf = (text: string) => {
    lexed += text.length;
    return lexFully(text, known, definitions);
  };
  const drop = (length: number) => {
    pending = pending.slice(length);
    seen = Math.max(0, seen - length);
    lineStart = Math.max(0, lineStart - length);
    checkFrom = 0;
  };

  /** Makes whole blocks final. `text` starts with the head of an open table, if there is one. */
  const emitBlocks = (text: string) => {
    for (const token of fullyOf(text)) {
      if (token.type === 'space') continue;
      const isFirst = open?.kind !== token.type;
      if (isFirst) closeOpen();
      open = undefined;
      if (isList(token)) pieces.push({ kind: 'items', list: token, isFirst, isLast: true });
      else if (isTable(token)) pieces.push({ kind: 'rows', table: token, isFirst, isLast: true });
      else pieces.push({ kind: 'block', token });
    }
  };
  /** For the rare text that, read alone, does not go on as the list or table it was cut from. */
  const closeOpen = () => {
    if (open?.kind === 'list') pieces.push({ ...noItems, isFirst: false, isLast: true });
    if (open?.kind === 'table') pieces.push({ ...noRows, isFirst: false, isLast: true });
    open = undefined;
  };

  /** Makes final what can be, in the first `end` characters. Answers how many that were. */
  const settle = (end: number): number => {
    const lead = head();
    const text = lead + pending.slice(0, end);
    const tokens = blocksOf(text);
    const lastAt = tokens.findLastIndex((token) => token.type !== 'space');
    const last = tokens[lastAt];
    if (!last || !coversAll(tokens, text)) return 0;
    const start = lengthOf(tokens.slice(0, lastAt));
    if (start > 0) emitBlocks(text.slice(0, start));
    const rest = text.slice(start);
    const cut =
      start + (isList(last) ? splitList(last, rest) : isTable(last) ? splitTable(last, rest) : 0);
    const settled = Math.max(0, cut - lead.length);
    drop(settled);
    return settled;
  };
  /** Answers the length of the text that became final. */
  const splitList = (list: Tokens.List, text: string): number => {
    if (list.items.length <= splitAbove) return 0;
    const length = lengthOf(list.items.slice(0, -keptParts));
    const [part, ...others] = fullyOf(text.slice(0, length)).filter((one) => one.type !== 'space');
    if (!isList(part) || others.length > 0) return 0;
    if (part.items.length !== list.items.length - keptParts) return 0;
    pieces.push({ kind: 'items', list: part, isFirst: open?.kind !== 'list', isLast: false });
    open = { kind: 'list' };
    return length;
  };
  const splitTable = (table: Tokens.Table, text: string): number => {
    if (table.rows.length <= splitAbove) return 0;
    const ends = lineEnds(text);
    const headEnd = ends[1];
    const length = ends[1 + table.rows.length - keptParts];
    if (headEnd === undefined || length === undefined) return 0;
    const [part] = fullyOf(text.slice(0, length));
    if (!isTable(part) || part.rows.length !== table.rows.length - keptParts) return 0;
    pieces.push({ kind: 'rows', table: part, isFirst: open?.kind !== 'table', isLast: false });
    open = { kind: 'table', head: text.slice(0, headEnd) };
    return length;
  };

  /** A line that looks like a fence: is it one of its own, and not inside a list or a quote? */
  const startFence = (line: string, end: number): boolean => {
    const text = head() + pending.slice(0, end);
    const tokens = blocksOf(text);
    const last = tokens.at(-1);
    const start = lengthOf(tokens.slice(0, -1));
    if (last?.type !== 'code' || 'codeBlockStyle' in last || !coversAll(tokens, text)) return false;
    if (start !== head().length + lineStart) return false;
    emitBlocks(text.slice(0, start));
    closeOpen();
    const [language = ''] = String(last['lang'] ?? '').split(/\s/);
    pieces.push({ kind: 'fence-start', language });
    fence = createFenceReader(line);
    drop(end);
    return true;
  };
  const startPlain = () => {
    closeOpen();
    pieces.push({ kind: 'plain-start' });
    isPlain = true;
    pending = pending.replace(/^\s+/, '');
  };

  const readBlocks = () => {
    while (seen < pending.length && !fence && !isPlain) {
      const newline = pending.indexOf('\n', seen);
      const end = newline < 0 ? pending.length : newline + 1;
      if (end > plainLimit) {
        seen = plainLimit;
        if (settle(plainLimit) === 0) startPlain();
        continue;
      }
      seen = end;
      if (newline < 0) return;
      const line = pending.slice(lineStart, newline);
      lines += 1;
      if (!(looksLikeFence(line) && startFence(line, end))) {
        const isBlank = line.trim() === '';
        lineStart = end;
        if ((isBlank || lines >= linesPerCheck) && end >= checkFrom) {
          lines = 0;
          const isOpen = settle(end) === 0;
          checkFrom = isOpen && end > patientFrom ? end * 1.2 : 0;
        }
      }
    }
  };
  const readFence = (reader: FenceReader) => {
    const { text, rest } = reader.read(pending);
    pending = '';
    if (text !== '') pieces.push({ kind: 'fence-text', text });
    if (rest === undefined) return;
    pieces.push({ kind: 'fence-end' });
    fence = undefined;
    restart(rest);
  };
  const readPlain = () => {
    const blank = /\n[ \t]*\n/.exec(pending);
    const lastLine = pending.lastIndexOf('\n');
    const isHeld = lastLine >= 0 && pending.slice(lastLine).trim() === '';
    const end = blank ? blank.index : isHeld ? lastLine : pending.length;
    if (end > 0) pieces.push({ kind: 'plain-text', text: pending.slice(0, end) });
    if (!blank) {
      pending = pending.slice(end);
      return;
    }
    pieces.push({ kind: 'plain-end' });
    isPlain = false;
    restart(pending.slice(end + blank[0].length));
  };
  const restart = (text: string) => {
    pending = text;
    seen = 0;
    lineStart = 0;
    lines = 0;
    checkFrom = 0;
  };
  const read = () => {
    let before: string;
    do {
      before = `${pending.length} ${isPlain} ${fence !== undefined}`;
      if (fence) readFence(fence);
      else if (isPlain) readPlain();
      else readBlocks();
    } while (before !== `${pending.length} ${isPlain} ${fence !== undefined}`);
  };
  const takePieces = (): readonly Piece[] => {
    const taken = pieces;
    pieces = [];
    return taken;
  };

  return {
    definitions,
    lexedCharacters: () => lexed,
    append: (delta) => {
      const text = (endsInReturn ? '\r' : '') + delta;
      endsInReturn = text.endsWith('\r');
      pending += (endsInReturn ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n');
      read();
      return takePieces();
    },
    finish: () => {
      if (endsInReturn) pending += '\n';
      endsInReturn = false;
      read();
      if (fence) {
        const text = fence.finish();
        if (text !== '') pieces.push({ kind: 'fence-text', text });
        pieces.push({ kind: 'fence-end' });
      } else if (isPlain) pieces.push({ kind: 'plain-end' });
      else {
        if (pending.trim() !== '') emitBlocks(head() + pending);
        closeOpen();
      }
      fence = undefined;
      isPlain = false;
      restart('');
      return takePieces();
    },
    tail: () => {
      if (fence || isPlain || pending === '') return [];
      const text = head() + pending.replace(bareMarker, '');
      lexed += text.length;
      return lexFully(text, known).filter((token) => token.type !== 'space');
    },
  };
}

const noItems = {
  kind: 'items' as const,
  list: {
    type: 'list' as const,
    raw: '',
    ordered: false,
    start: '' as const,
    loose: false,
    items: [],
  },
};
const noRows = {
  kind: 'rows' as const,
  table: { type: 'table' as const, raw: '', align: [], header: [], rows: [] },
};

function isList(token: Token | undefined): token is Tokens.List {
  return token?.type === 'list';
}

function isTable(token: Token | undefined): token is Tokens.Table {
  return token?.type === 'table';
}

function lengthOf(parts: readonly { readonly raw: string }[]): number {
  return parts.reduce((sum, part) => sum + part.raw.length, 0);
}

/** Offsets are sums of `raw`; where those would lie, nothing is cut. */
function coversAll(tokens: readonly Token[], text: string): boolean {
  return lengthOf(tokens) === text.length;
}

/** For each line that is ended, the offset just after its end. */
function lineEnds(text: string): readonly number[] {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) ends.push(at + 1);
  return ends;
}
