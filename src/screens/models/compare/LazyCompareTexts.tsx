/** The comparing of texts, for the page of a model: comes with its words when a model is for it. */
import { lazy, Suspense } from 'solid-js';
import { loadWords } from '../../../i18n/i18n.ts';
import type { CompareTextsProps } from './CompareTexts.tsx';

const Loaded = lazy(async () => {
  const [{ CompareTexts }] = await Promise.all([
    import('./CompareTexts.tsx'),
    loadWords('compare'),
  ]);
  return { default: CompareTexts };
});

export function LazyCompareTexts(props: CompareTextsProps) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
