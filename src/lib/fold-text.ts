/** Text as it is compared in filters and search: without case and without marks, so that `Élan` is found by `elan`. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, on purpose.
const ascii = /^[\x00-\x7f]*$/;

export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}
