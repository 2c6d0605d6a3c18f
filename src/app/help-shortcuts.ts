/** All keys of the app for the help screen: those of the commands, and those that parts of the page answer themselves. */
import type { Settings } from '../domain/settings.ts';
import { words } from '../i18n/i18n.ts';
import type { Shortcut } from '../state/shortcuts.ts';
import type { Command } from './commands.ts';
import { keyCaps } from './keys.ts';

export function helpShortcuts(
  commands: readonly Command[],
  sendKey: Settings['sendKey'],
  isMac: boolean,
): readonly Shortcut[] {
  const { keys: texts, messageKeys, modelKeys } = words().later;
  const rows = (group: string, pairs: readonly (readonly string[])[]) =>
    pairs.map(([chord = '', title = '']) => ({ keys: keyCaps(chord, isMac), title, group }));
  return [
    ...commands.flatMap((command) =>
      rows(
        texts.everywhere,
        (command.keys ?? []).map((chord) => [chord, command.title()]),
      ),
    ),
    ...rows(texts.inList, texts.list),
    ...rows(texts.inComposer, [
      [sendKey === 'enter' ? 'Enter' : 'Mod+Enter', texts.send],
      [sendKey === 'enter' ? 'Shift+Enter' : 'Enter', texts.newLine],
    ]),
    ...[messageKeys, modelKeys].flatMap((table) =>
      table.rows.map(([keys = '', title = '']) => ({ keys: [keys], title, group: table.title })),
    ),
  ];
}
