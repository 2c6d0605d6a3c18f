import { lazy, Suspense } from 'solid-js';
import { Spinner } from '../../ui/Spinner.tsx';
import type { AddingProps } from './create-adding.ts';

const PlainForm = lazy(async () => ({ default: (await import('./PlainForm.tsx')).PlainForm }));

/** The form of a plain server, with the schema that judges it: fetched when somebody wants one. */
export function LazyPlainForm(props: AddingProps) {
  return (
    <Suspense fallback={<Spinner />}>
      <PlainForm {...props} />
    </Suspense>
  );
}
