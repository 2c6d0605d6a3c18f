import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import {
  composeText,
  powershellText,
  shWord,
  systemdAssignment,
  systemdWord,
  windowsWord,
  xmlText,
  yamlText,
} from '../../../src/domain/launch/quote.ts';
import { splitCommands } from '../../../src/domain/launch/split.ts';
import { hostileWords, readPowershell, readSystemd, readWindows, readXml } from './launch-words.ts';

const words = hostileWords(600);

describe('a hostile word comes out as it went in', () => {
  test('through a real POSIX shell', () => {
    const script = `printf '%s\\0' ${words.map((each) => shWord(each)).join(' ')}`;
    const out = execFileSync('/bin/sh', ['-c', script], {
      encoding: 'utf8',
      env: { x: 'expanded' },
    });
    expect(out.split('\0').slice(0, -1)).toEqual(words);
  });

  test('through a unit of systemd, with variables and without', () => {
    expect(readSystemd(words.map(systemdWord).join(' '), true)).toEqual(words);
    for (const word of words) {
      expect(readSystemd(systemdAssignment('A', word), false)).toEqual([`A=${word}`]);
    }
  });

  test('through a property list', () => {
    for (const word of words) expect(readXml(xmlText(word))).toBe(word);
  });

  test('through PowerShell, and from there through the C runtime of Windows', () => {
    const line = words.map((each) => windowsWord(each)).join(' ');
    expect(readWindows(readPowershell(powershellText(line)))).toEqual(words);
  });

  test('through a compose file, whose variables stay unread', () => {
    for (const word of words) {
      expect(JSON.parse(yamlText(word))).toBe(word);
      const read: unknown = JSON.parse(composeText(word));
      expect(String(read).replaceAll('$$', '$')).toBe(word);
      expect(String(read).replaceAll('$$', '')).not.toContain('$');
      // Letters that some readers take for the end of a line.
      expect(yamlText(word)).toMatch(/^[^\n\u0085\u2028\u2029]*$/u);
    }
  });

  test('and a shell’s line that we take apart ourselves gives the same words', () => {
    const line = words.map((each) => shWord(each)).join(' ');
    expect(splitCommands(`run ${line}`)).toEqual({ commands: [['run', ...words]], isOpen: false });
  });
});

test('the home folder stays outside of the quotes of a path, and only there', () => {
  expect(shWord('~/my models/a.gguf', true)).toBe("~/'my models/a.gguf'");
  expect(shWord('~/my models/a.gguf')).toBe("'~/my models/a.gguf'");
  expect(shWord('~', true)).toBe('~');
});

test('what a dollar and a percent sign mean to systemd is taken from them', () => {
  expect(systemdWord('$HOME 5%')).toBe('"$$HOME 5%%"');
  expect(systemdAssignment('A', '$HOME 5%')).toBe('"A=$HOME 5%%"');
});

test('a backslash before a closing mark is doubled for Windows', () => {
  expect(windowsWord('C:\\my models\\')).toBe('"C:\\my models\\\\"');
  expect(windowsWord('C:\\models\\')).toBe('C:\\models\\');
});
