/* What the scripted server says: Markdown of every kind, as models write it. */
import { tokensOf } from '../servers/script.ts';

const words =
  'the lamp keeps burning while wind moves over water and someone reads a letter from far away in a room with two chairs'.split(
    ' ',
  );

/** The same words for the same number. */
export function sentence(seed: number, length = 14): string {
  const picked = Array.from({ length }, (_, at) => words[(seed * 7 + at * (3 + (seed % 5))) % 22]);
  return `${picked.join(' ')}.`;
}

function section(at: number): string {
  const code = Array.from(
    { length: 12 },
    (_, line) => `  const value${line} = measure(${at}, ${line}); // ${sentence(line, 4)}`,
  );
  return [
    `## Part ${at}`,
    '',
    `${sentence(at)} With *emphasis*, **weight**, \`code\` and [a link](https://example.com/${at}). ${sentence(at + 1, 30)}`,
    '',
    `- ${sentence(at + 2, 9)}`,
    `- ${sentence(at + 3, 12)}`,
    `  - ${sentence(at + 4, 7)}`,
    '',
    '```ts',
    `function part${at}() {`,
    ...code,
    '}',
    '```',
    '',
    `1. ${sentence(at + 5, 10)}`,
    `2. ${sentence(at + 6, 10)}`,
    '',
    '| name | size | state |',
    '| --- | ---: | --- |',
    `| ${sentence(at, 2)} | ${at} | whole |`,
    `| ${sentence(at + 1, 2)} | ${at + 1} | cut |`,
    '',
    `> ${sentence(at + 7, 18)}`,
    '',
  ].join('\n');
}

export type ReplyKind = 'mixed' | 'prose' | 'code' | 'list';

/** At least this many tokens of the scripted server. */
export function replyOf(kind: ReplyKind, tokens: number): string {
  const pieces: string[] = [];
  const make = (at: number): string => {
    if (kind === 'mixed') return section(at);
    if (kind === 'prose') return `${sentence(at, 18)} `;
    if (kind === 'list') return `- ${sentence(at, 8)}\n`;
    return `${at === 0 ? '```ts\n' : ''}const value${at} = measure(${at}); // ${sentence(at, 5)}\n`;
  };
  for (let at = 0, count = 0; count < tokens; at += 1) {
    const piece = make(at);
    count += tokensOf(piece).length;
    pieces.push(piece);
  }
  return pieces.join('\n'.repeat(kind === 'mixed' ? 1 : 0));
}

/** `t000001 t000002 …`: shows how far a text has come. One word is one token. */
export function numbered(count: number): string {
  return Array.from({ length: count }, (_, at) => `t${String(at + 1).padStart(6, '0')}`).join(' ');
}
