/** What the search finds in messages: fetched right after the first paint, not with the first letter. */
import { lazy } from 'solid-js';
import { loadFaultWords } from '../../i18n/fault-text.ts';

export async function loadSearchHits() {
  const [{ SearchHits: hits }] = await Promise.all([import('./SearchHits.tsx'), loadFaultWords()]);
  return { default: hits };
}

export const SearchHits = lazy(loadSearchHits);
