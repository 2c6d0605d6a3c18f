/** The fit of a model for dialogs of other parts: comes with its words when it is first shown. */
import { lazy, Suspense } from 'solid-js';
import { loadWords } from '../../../i18n/i18n.ts';
import type { FitLineProps } from './FitLine.tsx';

const Loaded = lazy(async () => {
  const [{ FitLine }] = await Promise.all([import('./FitLine.tsx'), loadWords('fit')]);
  return { default: FitLine };
});

export function LazyFitLine(props: FitLineProps) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
