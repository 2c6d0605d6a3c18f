import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { builtInThemes, lamplight, themeById } from '../../../src/themes/built-in.ts';
import { colourRoles, contrastPairs, propertyOf } from '../../../src/themes/roles.ts';

const modes = ['dark', 'light'] as const;

describe('built-in themes', () => {
  for (const theme of builtInThemes) {
    for (const mode of modes) {
      test(`${theme.name} ${mode} keeps every pair readable`, () => {
        const weak = contrastPairs.flatMap(([ink, paper, least]) => {
          const ratio = contrast(theme[mode][ink], theme[mode][paper]);
          return ratio < least ? [`${ink} on ${paper}: ${ratio.toFixed(2)} < ${least}`] : [];
        });
        expect(weak).toEqual([]);
      });
    }
  }

  test('high contrast reaches 7 to 1 for all text', () => {
    const theme = themeById('high-contrast');
    for (const mode of modes) {
      const weak = contrastPairs.flatMap(([ink, paper, least]) => {
        const ratio = contrast(theme[mode][ink], theme[mode][paper]);
        return least === 4.5 && ratio < 7
          ? [`${mode} ${ink} on ${paper}: ${ratio.toFixed(2)}`]
          : [];
      });
      expect(weak).toEqual([]);
    }
  });

  test('an unknown theme id gives the default theme', () => {
    expect(themeById('par_dark')).toBe(lamplight);
  });

  test('the style sheet holds the same default colours', () => {
    const css = readFileSync(new URL('../../../src/ui/tokens.css', import.meta.url), 'utf8');
    for (const mode of modes) {
      const block = css.split(`:root[data-mode="${mode}"]`)[1]?.split('}')[0] ?? '';
      const wrong = colourRoles.filter(
        (role) => !block.includes(`${propertyOf(role)}: ${lamplight[mode][role]};`),
      );
      expect(wrong).toEqual([]);
    }
  });
});

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** Relative luminance of `#rrggbb`, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
