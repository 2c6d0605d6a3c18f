/** The room of this browser, for the list of models: comes with its words when there is something to tell. */
import { lazy, Suspense } from 'solid-js';
import { loadWords } from '../../../i18n/i18n.ts';

const Loaded = lazy(async () => {
  const [{ RoomLine }] = await Promise.all([import('./RoomLine.tsx'), loadWords('browserModels')]);
  return { default: RoomLine };
});

export function LazyRoomLine() {
  return (
    <Suspense>
      <Loaded isShort />
    </Suspense>
  );
}
