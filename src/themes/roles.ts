/**
 * The fixed list of colours a theme may set. A role becomes the custom property `--c-<role>`;
 * no other name is ever written, so a theme from a stranger can recolour the page and nothing else.
 */
export const colourRoles = [
  'bg',
  'surface',
  'raised',
  'hover',
  'line',
  'line-strong',
  'text',
  'muted',
  'faint',
  'accent',
  'accent-hover',
  'accent-ink',
  'accent-text',
  'accent-soft',
  'ok',
  'warn',
  'error',
  'danger',
  'danger-ink',
  'link',
  'focus',
  'selection',
  'scrim',
  'shadow',
  'code-bg',
  'code-text',
  'code-keyword',
  'code-string',
  'code-function',
  'code-number',
  'code-type',
  'code-comment',
] as const;

export type ColourRole = (typeof colourRoles)[number];
export type Palette = Readonly<Record<ColourRole, string>>;

/** One theme has both faces, so that following the system never lands on a missing one. */
export type Theme = {
  readonly id: string;
  readonly name: string;
  readonly dark: Palette;
  readonly light: Palette;
};

export type Mode = 'dark' | 'light';
export type ModeChoice = Mode | 'system';

export function propertyOf(role: ColourRole): string {
  return `--c-${role}`;
}

/**
 * Foreground, background, least contrast ratio (WCAG 2.2: 4.5 for text, 3 for shapes and borders
 * that carry meaning). Hairlines and shadows are decoration and not listed.
 */
export const contrastPairs: readonly (readonly [ColourRole, ColourRole, number])[] = [
  ...(['text', 'muted', 'faint', 'accent-text', 'ok', 'warn', 'error', 'link'] as const).flatMap(
    (ink) =>
      (['bg', 'surface', 'raised', 'hover'] as const).map((paper) => [ink, paper, 4.5] as const),
  ),
  ...(['text', 'muted', 'accent-text', 'error'] as const).map(
    (ink) => [ink, 'accent-soft', 4.5] as const,
  ),
  ['accent-ink', 'accent', 4.5],
  ['accent-ink', 'accent-hover', 4.5],
  ['danger-ink', 'danger', 4.5],
  ['text', 'selection', 4.5],
  ...(['muted', 'faint', 'accent-text', 'error'] as const).map(
    (ink) => [ink, 'code-bg', 4.5] as const,
  ),
  ...(
    [
      'code-text',
      'code-keyword',
      'code-string',
      'code-function',
      'code-number',
      'code-type',
      'code-comment',
    ] as const
  ).map((ink) => [ink, 'code-bg', 4.5] as const),
  ...(['accent', 'focus', 'line-strong'] as const).flatMap((shape) =>
    (['bg', 'surface', 'raised'] as const).map((paper) => [shape, paper, 3] as const),
  ),
];
