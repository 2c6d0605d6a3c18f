/**
 * Puts a theme on the page. Values are written through the CSS object model, rule by rule: nothing
 * is ever spliced into style text, so a hostile value can at worst be ignored.
 * What is chosen is mirrored in localStorage for the inline script that runs before the first paint.
 */
import { lamplight } from './built-in.ts';
import {
  colourRoles,
  type Mode,
  type ModeChoice,
  type Palette,
  propertyOf,
  type Theme,
} from './roles.ts';

const modeKey = 'llantern.mode';
/** JSON `{ dark: { "--c-bg": "#…", … }, light: { … } }`; absent for the theme in the style sheet. */
const varsKey = 'llantern.theme-vars';

export type AppliedTheme = {
  /** Applies at once; call again whenever the person's choice changes. */
  readonly apply: (theme: Theme, choice: ModeChoice) => void;
  readonly dispose: () => void;
};

export function createAppliedTheme(): AppliedTheme {
  const root = document.documentElement;
  const system = window.matchMedia('(prefers-color-scheme: light)');
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  let choice: ModeChoice = 'system';
  let current: Theme = lamplight;

  const show = () => {
    const mode: Mode = choice === 'system' ? (system.matches ? 'light' : 'dark') : choice;
    root.dataset['mode'] = mode;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) {
      meta.setAttribute('content', current[mode].surface);
    }
  };
  const apply = (theme: Theme, next: ModeChoice) => {
    choice = next;
    current = { ...theme, dark: safePalette(theme, 'dark'), light: safePalette(theme, 'light') };
    writeRules(sheet, current);
    for (const role of colourRoles) root.style.removeProperty(propertyOf(role));
    show();
    remember(current, choice);
  };
  system.addEventListener('change', show);

  return {
    apply,
    dispose: () => {
      system.removeEventListener('change', show);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}

function writeRules(sheet: CSSStyleSheet, theme: Theme): void {
  sheet.replaceSync('');
  if (theme.id === lamplight.id) return;
  for (const mode of ['dark', 'light'] as const) {
    const at = sheet.insertRule(`@layer user { :root[data-mode="${mode}"] {} }`, 0);
    const layer = sheet.cssRules[at];
    const rule = layer instanceof CSSLayerBlockRule ? layer.cssRules[0] : undefined;
    if (!(rule instanceof CSSStyleRule)) continue;
    for (const role of colourRoles) rule.style.setProperty(propertyOf(role), theme[mode][role]);
  }
}

/** Colours that the browser does not read fall back to ours, role by role. */
function safePalette(theme: Theme, mode: Mode): Palette {
  const chosen: Record<string, string> = theme[mode];
  const palette = { ...lamplight[mode] };
  for (const role of colourRoles) {
    const colour = chosen[role];
    if (colour !== undefined && CSS.supports('color', colour)) palette[role] = colour;
  }
  return palette;
}

/** Says whether it could be kept: storage may be full or forbidden, then the next first paint is ours. */
function remember(theme: Theme, choice: ModeChoice): boolean {
  const variables = (palette: Palette) =>
    Object.fromEntries(colourRoles.map((role) => [propertyOf(role), palette[role]]));
  try {
    localStorage.setItem(modeKey, choice);
    if (theme.id === lamplight.id) localStorage.removeItem(varsKey);
    else {
      const both = { dark: variables(theme.dark), light: variables(theme.light) };
      localStorage.setItem(varsKey, JSON.stringify(both));
    }
    return true;
  } catch {
    return false;
  }
}
