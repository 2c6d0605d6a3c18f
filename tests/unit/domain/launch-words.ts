/** Hostile words, and the readers of each target as their manuals describe them: written apart from the quoting. */

const pieces = [
  ...` '"\\$%&;|<>()[]{}*?!#~=:,@^\`-`,
  'a',
  'Z',
  '9',
  '\n',
  '\t',
  '  ',
  '$HOME',
  `\${x}`,
  '$(id)',
  '%n',
  '%PATH%',
  '\\\\',
  '\\"',
  "'\\''",
  '“',
  '‘',
  '’',
  'ü',
  '木',
  '🦙',
  '\u2028',
  'é',
  '<!--',
  ']]>',
  '&amp;',
  '--',
  'on',
  'null',
];

/** Always the same words; a linear congruence is random enough to mix pieces. */
export function hostileWords(count: number): string[] {
  let seed = 42;
  const next = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const words = ['', '-', '~', '~/x', ' ', '\\', '"', "'", '$', '%', 'yes', '1e3', '0x10'];
  while (words.length < count) {
    words.push(
      Array.from({ length: 1 + next(8) }, () => pieces[next(pieces.length)] ?? '').join(''),
    );
  }
  return words;
}

/** As systemd.syntax(7) and systemd.service(5) read a line of words. */
export function readSystemd(line: string, hasVariables: boolean): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (letter === '\\') {
      at += 1;
      const escapes: Record<string, string> = { n: '\n', t: '\t', '\\': '\\', '"': '"', "'": "'" };
      word = (word ?? '') + (escapes[line[at] ?? ''] ?? '<unknown escape>');
    } else if (quote !== '') {
      if (letter === quote) quote = '';
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter) && letter < '\u0080') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (quote !== '') throw new Error('a quote is open');
  if (word !== undefined) words.push(word);
  return words.map((each) => {
    const noted = hasVariables ? expandOnce(each, '$') : each;
    return expandOnce(noted, '%');
  });
}

function expandOnce(word: string, sign: '$' | '%'): string {
  const parts = word.split(sign + sign);
  if (parts.some((part) => part.includes(sign)))
    throw new Error(`a single ${sign} would be expanded`);
  return parts.join(sign);
}

/** A single-quoted PowerShell literal: each of its apostrophes stands twice. */
export function readPowershell(literal: string): string {
  const inside = literal.slice(1, -1);
  const bare = inside.replaceAll(/(['‘’‚‛])\1/g, '');
  if (/['‘’‚‛]/.test(bare)) throw new Error('the literal ends early');
  return inside.replaceAll(/(['‘’‚‛])\1/g, '$1');
}

/** As the C runtime of Windows parses what follows the program's name. */
export function readWindows(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (letter === '\\') {
      const [slashes = ''] = /^\\+/.exec(line.slice(at)) ?? [];
      at += slashes.length - 1;
      if (line[at + 1] === '"') {
        word = (word ?? '') + '\\'.repeat(Math.floor(slashes.length / 2));
        if (slashes.length % 2 === 1) {
          word += '"';
          at += 1;
        }
      } else word = (word ?? '') + slashes;
    } else if (letter === '"') {
      isQuoted = !isQuoted;
      word ??= '';
    } else if (!isQuoted && (letter === ' ' || letter === '\t')) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (isQuoted) throw new Error('a quote is open');
  if (word !== undefined) words.push(word);
  return words;
}

export function readXml(text: string): string {
  if (/[<>]/.test(text) || /&(?!(amp|lt|gt|#13);)/.test(text)) throw new Error('it is not text');
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#13;', '\r')
    .replaceAll('&amp;', '&');
}
