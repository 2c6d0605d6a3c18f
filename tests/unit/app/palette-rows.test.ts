import { expect, test } from 'vitest';
import type { Command } from '../../../src/app/commands.ts';
import { paletteRows } from '../../../src/app/palette-rows.ts';

function aCommand(title: string, more: Partial<Command> = {}): Command {
  return { id: title, title: () => title, run: () => undefined, ...more };
}

const titles = (text: string, commands: readonly Command[]) =>
  paletteRows(text, commands, []).map((row) => row.id.replace('command-', ''));

test('every typed word must be in the title, in any order and case', () => {
  const commands = [aCommand('Go to Settings'), aCommand('Go to Help')];
  expect(titles('SETT go', commands)).toEqual(['Go to Settings']);
});

test('what does not apply now, or is not worth a row, is not offered', () => {
  const commands = [
    aCommand('Stop the reply', { when: () => false }),
    aCommand('Show commands', { isHidden: true }),
    aCommand('New session'),
  ];
  expect(titles('', commands)).toEqual(['New session']);
});

test('sessions come after commands', () => {
  const rows = paletteRows('', [aCommand('New session')], [{ id: 's1', title: 'Hello' }]);
  expect(rows.map((row) => row.kind)).toEqual(['command', 'session']);
});
