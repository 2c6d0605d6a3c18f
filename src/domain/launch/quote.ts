/**
 * One word in the writing of each target, so that what reads the file gets exactly that word back. Words with control
 * characters other than tab and line break never come here (see `read.ts`).
 */

/** POSIX shells. A path under the home folder keeps its `~` outside of the quotes. */
export function shWord(word: string, isPath = false): string {
  if (isPath && /^~(\/|$)/.test(word)) {
    const rest = word.slice(2);
    return rest === '' ? word : `~/${shWord(rest)}`;
  }
  if (/^[\w@%+:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A word of `ExecStart=`: there also a dollar stands for a variable. systemd.service(5), systemd.syntax(7). */
export function systemdWord(word: string): string {
  return systemdQuoted(word, true);
}

/** An assignment of `Environment=`, where a dollar is only a dollar. */
export function systemdAssignment(name: string, value: string): string {
  return systemdQuoted(`${name}=${value}`, false);
}

function systemdQuoted(word: string, hasVariables: boolean): string {
  const escaped = word.replaceAll('%', '%%').replaceAll('$', hasVariables ? '$$$$' : '$$');
  if (/^[\w@+:,./=%$-]+$/.test(escaped)) return escaped;
  const inside = escaped
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t');
  return `"${inside}"`;
}

/** Text of a property list. */
export function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

/** PowerShell takes typographic apostrophes for plain ones, so each kind is doubled. */
export function powershellText(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201A\u201B]/g, '$&$&')}'`;
}

/** One word of a Windows command line, as the C runtime takes it apart again. */
export function windowsWord(word: string, mustQuote = false): string {
  if (!mustQuote && word !== '' && !/[\s"]/.test(word)) return word;
  const inside = word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1');
  return `"${inside}"`;
}

/** A double-quoted scalar, which is JSON's form with more letters escaped. */
export function yamlText(text: string): string {
  return JSON.stringify(text).replaceAll(/[\x7F-\x9F\u2028\u2029\uFEFF]/g, (letter) => {
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** For a file of docker compose, which replaces variables itself. */
export function composeText(text: string): string {
  return yamlText(text.replaceAll('$', '$$$$'));
}
