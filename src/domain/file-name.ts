/** Names of files we hand out, from titles that models and people wrote: nothing a file system or a shell could trip over. */

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** At most 80 characters before the extension; never empty, never hidden, never a device. */
export function safeFileName(title: string, extension: string): string {
  const clean = title
    .normalize('NFC')
    // Control, format (also those that turn the direction of text), private and unpaired ones.
    .replace(/\p{C}/gu, ' ')
    .replace(/[/\\:*?"<>|%#$`'!&;{}~]/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+/, '');
  const cut = Array.from(clean)
    .slice(0, 80)
    .join('')
    .replace(/[\s.]+$/, '');
  const name = cut === '' || reserved.test(cut) ? `session${cut === '' ? '' : ` ${cut}`}` : cut;
  return `${name}.${extension}`;
}
