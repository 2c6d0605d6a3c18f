import { lazy } from 'solid-js';
import { loadWords } from '../../../i18n/i18n.ts';

/** A server as it runs, with its words: fetched when it is opened. */
export const LazyServerPanel = lazy(async () => {
  const [{ ServerPanel }] = await Promise.all([import('./ServerPanel.tsx'), loadWords('panel')]);
  return { default: ServerPanel };
});
