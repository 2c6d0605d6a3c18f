import { describe, expect, test } from 'vitest';
import { contextShortage } from '../../../../src/screens/sessions/context-room.ts';
import { imageFilesIn, pdfFilesIn } from '../../../../src/screens/sessions/file-kinds.ts';
import { fittedSize } from '../../../../src/screens/sessions/image-intake.ts';
import { readNumber } from '../../../../src/screens/sessions/parameter-fields.ts';
import { isSendKey } from '../../../../src/screens/sessions/send-key.ts';

const press = (change: Partial<Parameters<typeof isSendKey>[0]> = {}) => ({
  key: 'Enter',
  keyCode: 13,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...change,
});

describe('the key that sends', () => {
  test('Enter sends and Shift+Enter breaks the line', () => {
    expect(isSendKey(press(), 'enter', false)).toBe(true);
    expect(isSendKey(press({ shiftKey: true }), 'enter', false)).toBe(false);
  });

  test('Enter that ends a composition never sends, also where only the key code tells', () => {
    expect(isSendKey(press({ isComposing: true }), 'enter', false)).toBe(false);
    expect(isSendKey(press({ keyCode: 229 }), 'enter', false)).toBe(false);
  });

  test('a touch keyboard breaks the line on Enter', () => {
    expect(isSendKey(press(), 'enter', true)).toBe(false);
    expect(isSendKey(press({ metaKey: true }), 'enter', true)).toBe(true);
  });

  test('by choice only Ctrl or Cmd with Enter sends', () => {
    expect(isSendKey(press(), 'mod-enter', false)).toBe(false);
    expect(isSendKey(press({ ctrlKey: true }), 'mod-enter', false)).toBe(true);
  });
});

describe('the warning of a short context', () => {
  test('speaks when the estimate exceeds what the model takes', () => {
    expect(
      contextShortage({ characters: 40_004, countedTokens: undefined, contextLength: 10_000 }),
    ).toEqual({ estimatedTokens: 10_001, contextLength: 10_000 });
  });

  test('is silent when it fits or the length is unknown', () => {
    const of = { characters: 400, countedTokens: undefined };
    expect(contextShortage({ ...of, contextLength: 100 })).toBeUndefined();
    expect(contextShortage({ ...of, contextLength: undefined })).toBeUndefined();
  });

  test('believes the server’s count where that is higher', () => {
    expect(
      contextShortage({ characters: 4, countedTokens: 9000, contextLength: 8192 })?.estimatedTokens,
    ).toBe(9000);
  });
});

describe('numbers as typed', () => {
  test('an empty field means that nothing is sent', () => {
    expect(readNumber('temperature', '  ')).toEqual({ isValid: true });
  });

  test('takes a decimal comma and thousands', () => {
    expect(readNumber('temperature', '0,7')).toEqual({ isValid: true, value: 0.7 });
    expect(readNumber('contextLength', '32,768')).toEqual({ isValid: true, value: 32_768 });
    expect(readNumber('contextLength', '32 768')).toEqual({ isValid: true, value: 32_768 });
  });

  test('refuses what the schema refuses', () => {
    expect(readNumber('temperature', '3').isValid).toBe(false);
    expect(readNumber('contextLength', '12.5').isValid).toBe(false);
    expect(readNumber('maxTokens', 'many').isValid).toBe(false);
  });
});

describe('pictures', () => {
  test('large ones are fitted with their proportions, small ones never enlarged', () => {
    expect(fittedSize(8192, 4096)).toEqual({ width: 2048, height: 1024 });
    expect(fittedSize(10, 20)).toEqual({ width: 10, height: 20 });
  });

  test('files are known by type, or by name where the system gives none', () => {
    const files = [
      new File([], 'a.txt', { type: 'text/plain' }),
      new File([], 'b.png', { type: 'image/png' }),
      new File([], 'c.HEIC'),
    ];
    expect(imageFilesIn(files).map((file) => file.name)).toEqual(['b.png', 'c.HEIC']);
  });

  test('a PDF is known by its type, or by its name where there is no type', () => {
    const files = [
      new File([], 'a', { type: 'application/pdf' }),
      new File([], 'b.PDF'),
      new File([], 'c.png', { type: 'image/png' }),
    ];
    expect(pdfFilesIn(files).map((file) => file.name)).toEqual(['a', 'b.PDF']);
  });
});
