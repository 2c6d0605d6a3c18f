/** What the palette offers for a typed text: commands whose title has every word, then sessions. Pure. */
import type { Command } from './commands.ts';

export type PaletteRow =
  | { readonly kind: 'command'; readonly id: string; readonly command: Command }
  | { readonly kind: 'session'; readonly id: string; readonly title: string };

export function paletteRows(
  text: string,
  commands: readonly Command[],
  sessions: readonly { readonly id: string; readonly title: string }[],
): readonly PaletteRow[] {
  const wanted = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => {
    const title = command.title().toLocaleLowerCase();
    return (
      !command.isHidden &&
      (command.when?.() ?? true) &&
      wanted.every((word) => title.includes(word))
    );
  });
  return [
    ...found.map((command) => ({ kind: 'command', id: `command-${command.id}`, command }) as const),
    ...sessions.map(({ id, title }) => ({ kind: 'session', id: `session-${id}`, title }) as const),
  ];
}
