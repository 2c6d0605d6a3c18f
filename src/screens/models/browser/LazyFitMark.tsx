/** Whether a model fits this device, for dialogs of other parts: comes with its words when it is first shown. */
import { lazy, Suspense } from 'solid-js';
import { loadWords } from '../../../i18n/i18n.ts';
import type { FitMarkProps } from './FitMark.tsx';

const Loaded = lazy(async () => {
  const [{ FitMark }] = await Promise.all([import('./FitMark.tsx'), loadWords('browserModels')]);
  return { default: FitMark };
});

export function LazyFitMark(props: FitMarkProps) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
