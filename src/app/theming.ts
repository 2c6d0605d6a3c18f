/** The chosen theme on the page. Fetched once the settings are known: until then the first paint's colours stand. */
import { createAppliedTheme } from '../themes/apply.ts';
import { themeById } from '../themes/built-in.ts';
import type { ModeChoice } from '../themes/roles.ts';

export type Theming = {
  readonly apply: (themeId: string, mode: ModeChoice) => void;
  readonly dispose: () => void;
};

export function createTheming(): Theming {
  const theme = createAppliedTheme();
  return { ...theme, apply: (themeId, mode) => theme.apply(themeById(themeId), mode) };
}
