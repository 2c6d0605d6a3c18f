/** The one place that calls marked, and only its lexer: tokens in, never an HTML string. */
import { Lexer, type MarkedOptions, type Token, type Tokens } from 'marked';

export type Definition = { readonly href: string; readonly title: string | undefined };
export type Definitions = ReadonlyMap<string, Definition>;

/** A single line break in a reply is meant as one. */
const options: MarkedOptions = { gfm: true, breaks: true };

/** Blocks only, without what is inside their lines: enough to see where one ends. */
export function lexBlocks(text: string): readonly Token[] {
  return lexBearable(text, (part) => new Lexer({ ...options }).blockTokens(part, []));
}

/** Blocks and what is inside. `found` receives the reference definitions met on the way. */
export function lexFully(
  text: string,
  known: Definitions,
  found?: Map<string, Definition>,
): readonly Token[] {
  return lexBearable(text, (part) => {
    const lexer = new Lexer({ ...options });
    const { links } = lexer.tokens;
    for (const [tag, { href, title }] of known) links[tag] = { href, title: title ?? null };
    const tokens = lexer.lex(part);
    if (found) {
      for (const [tag, link] of Object.entries(links)) {
        if (found.has(tag) || tag.startsWith('^')) continue;
        found.set(tag, { href: link.href, title: link.title ?? undefined });
      }
    }
    return tokens;
  });
}

/** No text this short can keep the lexer busy for long. */
const harmlessLength = 256;
/** Deeper than any person quotes or lists: the lexer calls itself for each, until its stack is full. A rule is not deep. */
const tooDeep =
  /^(?![ \t]*([-*])(?:[ \t]*\1)*[ \t]*$)(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){25}/m;
const wideGap = /[ \t]{1000}/;
/** What may open or close something inside a line; the lexer pairs each with every other. */
const marks = /[*_~]+|[<[@]/g;
const mostMarks = 600;

/** Models get stuck repeating one sign. Such a stretch, from blank line to blank line, is shown as it was written. */
function lexBearable(text: string, lex: (part: string) => readonly Token[]): readonly Token[] {
  if (text.length < harmlessLength) return lex(text);
  const tokens: Token[] = [];
  let bearable = '';
  const flush = () => {
    if (bearable !== '') tokens.push(...lex(bearable));
    bearable = '';
  };
  for (const stretch of text.split(/(?<=\n[ \t]*\n)/)) {
    if (isBearable(stretch)) {
      bearable += stretch;
      continue;
    }
    flush();
    tokens.push(asWritten(stretch));
  }
  flush();
  return tokens;
}

function isBearable(stretch: string): boolean {
  if (stretch.length < harmlessLength) return true;
  if (tooDeep.test(stretch) || wideGap.test(stretch)) return false;
  return (stretch.match(marks)?.length ?? 0) <= mostMarks;
}

function asWritten(raw: string): Tokens.Paragraph {
  const text = raw.trimEnd();
  const tokens = text.split('\n').flatMap((line, at): Token[] => {
    const literal: Tokens.Escape = { type: 'escape', raw: line, text: line };
    return at === 0 ? [literal] : [{ type: 'br', raw: '\n' }, literal];
  });
  return { type: 'paragraph', raw, text, tokens };
}
