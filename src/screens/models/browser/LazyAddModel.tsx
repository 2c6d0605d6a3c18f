/** The dialog that adds a model to this browser: comes with its words when it is first opened. */
import { lazy, Suspense } from 'solid-js';
import { loadWords } from '../../../i18n/i18n.ts';
import type { AddModelDialogProps } from './AddModelDialog.tsx';

const Loaded = lazy(async () => {
  const [{ AddModelDialog }] = await Promise.all([
    import('./AddModelDialog.tsx'),
    loadWords('browserModels'),
  ]);
  return { default: AddModelDialog };
});

export function LazyAddModel(props: AddModelDialogProps) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
