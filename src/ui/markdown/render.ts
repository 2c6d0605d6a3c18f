/**
 * Tokens to elements, one by one. There is no HTML string anywhere: what the model wrote as HTML
 * becomes text, addresses pass `safe-url.ts`, and unknown tokens show their source.
 */
import type { MarkedToken, Token, Tokens } from 'marked';
import { createCodeFrame } from './code-frame.ts';
import { decodeEntities } from './entities.ts';
import styles from './markdown.module.css';
import type { RenderContext } from './options.ts';
import { safeImage, safeLink, screenLink } from './safe-url.ts';

/** Deeper nesting than any person writes; beyond it the source is shown, so the stack stays small. */
const deepest = 24;

export function renderBlock(token: Token, context: RenderContext, depth = 0): Node {
  if (depth > deepest) return document.createTextNode(token.raw);
  // marked types its extension point as `any`; every token we get is one of its own.
  const one = token as MarkedToken;
  switch (one.type) {
    case 'heading':
      return headingOf(one, context);
    case 'paragraph':
      return element('p', inlines(one.tokens, context));
    case 'text':
      return one.tokens ? fragment(inlines(one.tokens, context)) : textNode(one.text);
    case 'code': {
      const frame = createCodeFrame(one.lang?.split(/\s/)[0] ?? '', context);
      frame.append(one.text);
      frame.close();
      return frame.element;
    }
    case 'blockquote':
      return element('blockquote', blocks(one.tokens, context, depth));
    case 'list':
      return listOf(one, context, depth);
    case 'table': {
      const frame = createTable(one, context);
      for (const row of one.rows) frame.body.append(renderRow(row, context));
      return frame.element;
    }
    case 'hr':
      return document.createElement('hr');
    case 'html':
      return element('p', [document.createTextNode(one.text.trimEnd())], styles['source']);
    case 'def':
      return one.tag.startsWith('^')
        ? element('p', [document.createTextNode(one.raw.trim())])
        : document.createComment('');
    case 'space':
      return document.createComment('');
    default:
      return fragment(inlines([one], context));
  }
}

export function createList(list: Tokens.List): HTMLOListElement | HTMLUListElement {
  const made = document.createElement(list.ordered ? 'ol' : 'ul');
  // Its marks stand on the side where its text begins.
  made.dir = 'auto';
  const { start } = list;
  if (made instanceof HTMLOListElement && typeof start === 'number' && start !== 1) {
    made.start = start;
  }
  return made;
}

export function renderItem(
  item: Tokens.ListItem,
  context: RenderContext,
  depth = 0,
): HTMLLIElement {
  const made = document.createElement('li');
  if (item.task) made.dataset['task'] = item.checked ? 'done' : 'open';
  made.append(...blocks(item.tokens, context, depth));
  return made;
}

export function createTable(table: Tokens.Table, context: RenderContext) {
  const frame = element('div', [], styles['table']);
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', context.options.labels.table);
  const body = document.createElement('tbody');
  const cells = table.header.map((cell) => {
    const made = cellOf('th', cell, context);
    made.setAttribute('scope', 'col');
    return made;
  });
  const head = element('thead', [element('tr', cells)]);
  frame.append(element('table', [head, body]));
  return { element: frame, body };
}

export function renderRow(row: readonly Tokens.TableCell[], context: RenderContext): HTMLElement {
  return element(
    'tr',
    row.map((cell) => cellOf('td', cell, context)),
  );
}

function cellOf(tag: 'td' | 'th', cell: Tokens.TableCell, context: RenderContext): HTMLElement {
  const made = element(tag, inlines(cell.tokens, context));
  if (cell.align) made.dataset['align'] = cell.align;
  return made;
}

function listOf(list: Tokens.List, context: RenderContext, depth: number): HTMLElement {
  const made = createList(list);
  made.append(...list.items.map((item) => renderItem(item, context, depth + 1)));
  return made;
}

/** Shifted by two, as the page and the message have the first two levels of the outline. */
function headingOf(token: Tokens.Heading, context: RenderContext): HTMLElement {
  const made = element(`h${Math.min(6, token.depth + 2)}`, inlines(token.tokens, context));
  made.dataset['level'] = String(token.depth);
  return made;
}

function blocks(tokens: readonly Token[], context: RenderContext, depth: number): Node[] {
  return tokens
    .filter((token) => token.type !== 'space')
    .map((token) =>
      token.type === 'checkbox'
        ? taskMark(token['checked'] === true, context)
        : renderBlock(token, context, depth + 1),
    );
}

function inlines(tokens: readonly Token[], context: RenderContext, isInLink = false): Node[] {
  return tokens.map((token) => inline(token as MarkedToken, context, isInLink));
}

function inline(token: MarkedToken, context: RenderContext, isInLink: boolean): Node {
  switch (token.type) {
    case 'text':
      return token.tokens
        ? fragment(inlines(token.tokens, context, isInLink))
        : textNode(token.text);
    case 'escape':
      return document.createTextNode(token.text);
    case 'strong':
    case 'em':
    case 'del':
      return element(token.type, inlines(token.tokens, context, isInLink));
    case 'codespan':
      return element('code', [document.createTextNode(token.text)]);
    case 'br':
      return document.createElement('br');
    case 'link':
      return linkOf(token, context, isInLink);
    case 'image':
      return imageOf(token, context, isInLink);
    case 'checkbox':
      return taskMark(token.checked, context);
    case 'html':
      // The one tag with no other way to be written, inside a table cell.
      return /^<br\s*\/?>$/i.test(token.raw)
        ? document.createElement('br')
        : document.createTextNode(token.raw);
    default:
      return document.createTextNode(token.raw);
  }
}

function linkOf(token: Tokens.Link, context: RenderContext, isInLink: boolean): Node {
  const children = inlines(token.tokens, context, true);
  const asked = token.autolink ? token.href : decodeEntities(token.href);
  const screen = screenLink(asked);
  const href = screen ?? safeLink(asked);
  if (href === undefined || isInLink) return fragment(children);
  const made = document.createElement('a');
  made.href = href;
  if (screen === undefined) {
    made.target = '_blank';
    made.rel = 'noopener noreferrer nofollow';
  }
  if (token.title) made.title = decodeEntities(token.title);
  made.append(...children);
  return made;
}

function imageOf(token: Tokens.Image, context: RenderContext, isInLink: boolean): Node {
  const { allowImages, onImageRequest, labels } = context.options;
  const alt = decodeEntities(token.text);
  const image = safeImage(decodeEntities(token.href));
  if (!image) return document.createTextNode(alt || token.raw);
  const show = () => {
    const made = document.createElement('img');
    made.alt = alt;
    made.loading = 'lazy';
    made.decoding = 'async';
    made.referrerPolicy = 'no-referrer';
    made.src = image.url;
    if (token.title) made.title = decodeEntities(token.title);
    return made;
  };
  if (image.kind === 'inline' || allowImages?.(image.url)) return show();
  // A button inside a link would be two controls in one place.
  if (isInLink) return document.createTextNode(alt || image.host);
  const button = element('button', [], styles['image']) as HTMLButtonElement;
  button.type = 'button';
  button.append(
    element('span', [document.createTextNode(alt || image.url)]),
    element('small', [document.createTextNode(labels.loadImage(image.host))]),
  );
  button.addEventListener(
    'click',
    () => {
      onImageRequest?.(image.url);
      if (allowImages?.(image.url)) button.replaceWith(show());
    },
    { signal: context.signal },
  );
  return button;
}

function taskMark(isDone: boolean, context: RenderContext): HTMLElement {
  const { taskDone, taskOpen } = context.options.labels;
  const made = element('span', [], styles['task']);
  made.setAttribute('role', 'img');
  made.setAttribute('aria-label', isDone ? taskDone : taskOpen);
  made.dataset['done'] = String(isDone);
  return made;
}

function textNode(text: string): Text {
  return document.createTextNode(decodeEntities(text));
}

function fragment(children: readonly Node[]): DocumentFragment {
  const made = document.createDocumentFragment();
  made.append(...children);
  return made;
}

function element(tag: string, children: readonly Node[], name?: string): HTMLElement {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
}
