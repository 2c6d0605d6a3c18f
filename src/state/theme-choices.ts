/** The themes a person can choose from, as a screen lists them. */
import { builtInThemes } from '../themes/built-in.ts';

export type ThemeChoice = { readonly id: string; readonly name: string };

export const themeChoices: readonly ThemeChoice[] = builtInThemes.map(({ id, name }) => ({
  id,
  name,
}));
