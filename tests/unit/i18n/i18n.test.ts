import { expect, test } from 'vitest';
import { chooseLanguage, language, spokenOf, words } from '../../../src/i18n/i18n.ts';

test('a language nobody has translated falls back to English', async () => {
  await chooseLanguage('xx', []);
  expect(language()).toBe('en');
  expect(words().app.undo).toBe('Undo');
});

test('the system choice takes the first language that there are words for', () => {
  expect(spokenOf(['xx-YY', 'en-GB'])).toBe('en');
});
