/// <reference path="./highlight-js.d.ts" />
/**
 * Code to stretches of roles, with highlight.js as the reader and no HTML: an emitter of our own
 * writes down what is where. Runs in the page for short code and in a worker for long.
 */
import hljs from 'highlight.js/lib/core';
import { languageNamed, loadLanguage } from './highlight-languages.ts';

/** In the order of their numbers in `readMarks`. */
export const codeRoles = [
  'keyword',
  'string',
  'function',
  'number',
  'type',
  'comment',
  'strong',
] as const;

const roleOfScope: Readonly<Record<string, (typeof codeRoles)[number]>> = {
  keyword: 'keyword',
  operator: 'keyword',
  'selector-tag': 'keyword',
  name: 'keyword',
  doctag: 'keyword',
  'template-tag': 'keyword',
  deletion: 'number',
  addition: 'string',
  string: 'string',
  regexp: 'string',
  char: 'string',
  'template-variable': 'number',
  link: 'string',
  code: 'string',
  quote: 'comment',
  title: 'function',
  section: 'function',
  'selector-id': 'function',
  'selector-class': 'function',
  number: 'number',
  literal: 'number',
  symbol: 'number',
  bullet: 'keyword',
  type: 'type',
  built_in: 'type',
  class: 'type',
  attr: 'type',
  attribute: 'type',
  'selector-attr': 'type',
  'selector-pseudo': 'type',
  property: 'type',
  meta: 'comment',
  comment: 'comment',
  strong: 'strong',
  emphasis: 'comment',
};

/**
 * Triples `from, to, role number`, sorted, without overlap: where scopes nest, the inner one counts.
 * Empty for a language that is not known.
 */
export async function readMarks(code: string, language: string): Promise<Uint32Array> {
  const name = languageNamed(language);
  if (name === undefined) return new Uint32Array();
  if (!reader.getLanguage(name)) {
    for (const [one, define] of await loadLanguage(name)) reader.registerLanguage(one, define);
  }
  const { _emitter: emitter } = reader.highlight(code, { language: name, ignoreIllegals: true });
  return emitter instanceof MarkEmitter ? Uint32Array.from(emitter.marks) : new Uint32Array();
}

class MarkEmitter {
  readonly marks: number[] = [];
  #length = 0;
  readonly #roles: number[] = [];

  addText(text: string): void {
    const role = this.#roles.at(-1) ?? -1;
    const from = this.#length;
    this.#length += text.length;
    if (role >= 0 && text !== '') this.#mark(from, this.#length, role);
  }

  startScope(scope: string): void {
    const role = roleOfScope[scope] ?? roleOfScope[scope.split('.', 1)[0] ?? ''];
    this.#roles.push(role ? codeRoles.indexOf(role) : (this.#roles.at(-1) ?? -1));
  }

  endScope(): void {
    this.#roles.pop();
  }

  openNode(scope: string): void {
    this.startScope(scope);
  }

  closeNode(): void {
    this.endScope();
  }

  /** What another language read in the middle of this one, as if it were our own text. */
  __addSublanguage(emitter: unknown): void {
    if (!(emitter instanceof MarkEmitter)) return;
    const { marks } = emitter;
    for (let at = 0; at + 2 < marks.length; at += 3) {
      const [from = 0, to = 0, role = 0] = marks.slice(at, at + 3);
      this.#mark(this.#length + from, this.#length + to, role);
    }
    this.#length += emitter.#length;
  }

  finalize(): void {
    this.#roles.length = 0;
  }

  toHTML(): string {
    return '';
  }

  /** Neighbours of one role become one stretch. */
  #mark(from: number, to: number, role: number): void {
    const { marks } = this;
    if (marks.at(-1) === role && marks.at(-2) === from) marks[marks.length - 2] = to;
    else marks.push(from, to, role);
  }
}

const reader = hljs.newInstance();
reader.configure({ __emitter: MarkEmitter });
