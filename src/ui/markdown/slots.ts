/**
 * The open end of a view: a row of blocks that may still change, with what each was made from, so
 * that only what differs is made again. What leaves the row stays in the page and is never touched.
 */
import type { Token, Tokens } from 'marked';
import type { RenderContext } from './options.ts';
import { createList, createTable, renderBlock, renderItem, renderRow } from './render.ts';
import { createSections } from './sections.ts';

type Part = { readonly key: string; readonly node: HTMLElement };

type Slot = {
  readonly type: string;
  /** What it was made from. Of a list or table only what all its parts share. */
  readonly key: string;
  readonly node: Node;
  /** Items or rows that may still change, with the element they are in. */
  readonly parts: Part[];
  readonly inner: HTMLElement | undefined;
  /** How many parts before those are final. */
  readonly settled: number;
};

/** A list this long goes on in a new one, for the same reason that there are sections. */
const itemsPerList = 40;

export type Slots = {
  /** Makes the row show these blocks. The first may go on from a list or table that is partly final. */
  readonly show: (tokens: readonly Token[]) => void;
  /** The first block of the row is final, and is this. */
  readonly settleBlock: (token: Token) => void;
  /** The first parts of the list or table at the front are final, and are these. */
  readonly settleParts: (token: Tokens.List | Tokens.Table, isLast: boolean) => void;
  /** Clears the row and puts a finished element in its place. */
  readonly put: (element: HTMLElement) => void;
};

export function createSlots(host: HTMLElement, context: RenderContext): Slots {
  const sections = createSections(host);
  const slots: Slot[] = [];
  /** The front slot has given parts away: it cannot be made again from its token. */
  let isContinued = false;

  const make = (token: Token): Slot => {
    const same = { type: token.type, key: keyOf(token), parts: [], settled: 0 };
    if (isList(token)) {
      const node = createList(token);
      return { ...same, node, inner: node };
    }
    if (isTable(token)) {
      const { element, body } = createTable(token, context);
      return { ...same, node: element, inner: body };
    }
    const rendered = renderBlock(token, context);
    const node = rendered instanceof DocumentFragment ? wrap(rendered) : rendered;
    return { ...same, node, inner: undefined };
  };
  /** The slot at `at` for this token: the one that is there, if it is the same or can go on. */
  const slotFor = (token: Token, at: number): Slot => {
    const there = slots[at];
    if (there?.type === token.type) {
      if ((at === 0 && isContinued) || there.key === keyOf(token)) return there;
    }
    const made = make(token);
    if (there) there.node.parentNode?.replaceChild(made.node, there.node);
    else sections.append(made.node);
    slots[at] = made;
    return made;
  };
  const fill = (slot: Slot, token: Token) => {
    for (const [at, { key, render }] of partsOf(token, context).entries()) {
      const there = slot.parts[at];
      if (there?.key === key) continue;
      const node = render();
      if (there) there.node.replaceWith(node);
      else slot.inner?.append(node);
      slot.parts[at] = { key, node };
    }
  };
  const cutParts = (slot: Slot, length: number) => {
    for (const part of slot.parts.splice(length)) part.node.remove();
  };
  const cutSlots = (length: number) => {
    for (const { node } of slots.splice(length)) node.parentNode?.removeChild(node);
  };

  const show = (tokens: readonly Token[]) => {
    const [front] = slots;
    // A list that is partly final keeps its place, whatever follows it for the moment.
    const skipped = isContinued && front && front.type !== tokens[0]?.type ? 1 : 0;
    if (front && skipped === 1) cutParts(front, 0);
    for (const [index, token] of tokens.entries()) {
      const slot = slotFor(token, index + skipped);
      fill(slot, token);
      cutParts(slot, partCount(token));
    }
    cutSlots(tokens.length + skipped);
  };
  const settleFront = () => {
    slots.shift();
    isContinued = false;
    sections.settle(slots.map((slot) => slot.node));
  };
  const settleBlock = (token: Token) => {
    slotFor(token, 0);
    settleFront();
  };
  const settleParts = (token: Tokens.List | Tokens.Table, isLast: boolean) => {
    const slot = slotFor(token, 0);
    fill(slot, token);
    if (isLast) {
      cutParts(slot, partCount(token));
      settleFront();
      return;
    }
    const settled = slot.settled + partCount(token);
    const left = { ...slot, parts: slot.parts.slice(partCount(token)), settled };
    slots[0] = left;
    isContinued = true;
    if (settled >= itemsPerList) goOnInNewList(left);
  };
  const goOnInNewList = (slot: Slot) => {
    const { node: old, parts, settled } = slot;
    if (!(old instanceof HTMLOListElement || old instanceof HTMLUListElement)) return;
    const next = document.createElement(old.localName) as typeof old;
    if (next instanceof HTMLOListElement && old instanceof HTMLOListElement) {
      next.start = old.start + settled;
    }
    old.dataset['goesOn'] = '';
    next.append(...parts.map((part) => part.node));
    old.after(next);
    slots[0] = { ...slot, node: next, inner: next, settled: 0 };
    sections.settle(slots.map((one) => one.node));
  };
  const put = (element: HTMLElement) => {
    isContinued = false;
    cutSlots(0);
    sections.append(element);
    sections.settle([]);
  };
  return { show, settleBlock, settleParts, put };
}

function partsOf(token: Token, context: RenderContext) {
  if (isList(token)) {
    return token.items.map((item) => ({
      key: `${item.loose} ${item.raw.trimEnd()}`,
      render: () => renderItem(item, context),
    }));
  }
  if (isTable(token)) {
    return token.rows.map((row) => ({
      key: row.map((cell) => cell.text).join('\n'),
      render: () => renderRow(row, context),
    }));
  }
  return [];
}

function partCount(token: Token): number {
  return isList(token) ? token.items.length : isTable(token) ? token.rows.length : 0;
}

function keyOf(token: Token): string {
  if (isList(token)) return `${token.ordered} ${token.start}`;
  if (isTable(token)) {
    return [...token.header.map((cell) => cell.text), ...token.align.map(String)].join('\n');
  }
  return token.raw.trimEnd();
}

function isList(token: Token): token is Tokens.List {
  return token.type === 'list';
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table';
}

function wrap(inlines: DocumentFragment): HTMLElement {
  const made = document.createElement('p');
  made.append(inlines);
  return made;
}
