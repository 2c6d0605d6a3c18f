import { createEffect, Match, on, Switch } from 'solid-js';
import { LazyAddModel } from './browser/LazyAddModel.tsx';
import { CopyDialog } from './CopyDialog.tsx';
import type { Asked } from './create-models.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { DetailsDialog } from './DetailsDialog.tsx';
import { useModels } from './models-context.ts';
import { PlacesDialog } from './PlacesDialog.tsx';
import { PushDialog } from './PushDialog.tsx';
import { UpdatesDialog } from './UpdatesDialog.tsx';

/** The dialog that is open, if any. */
export function ModelDialogs() {
  const models = useModels();
  let returnTo: Element | null = null;
  // A dialog that is taken away cannot give the focus back itself.
  createEffect(
    on(
      models.asked,
      (now, before) => {
        if (now && !before) returnTo = document.activeElement;
        if (now || !before) return;
        const place = returnTo?.isConnected
          ? returnTo
          : document.querySelector('[data-id] [data-main][tabindex="0"]');
        if (place instanceof HTMLElement) place.focus();
      },
      { defer: true },
    ),
  );
  const asked = <D extends Asked['dialog']>(dialog: D) => {
    const now = models.asked();
    return now?.dialog === dialog ? (now as Extract<Asked, { dialog: D }>) : undefined; // by the line's own test
  };
  const about = (dialog: 'details' | 'copy' | 'push') => {
    const now = models.asked();
    return now?.dialog === dialog && 'row' in now ? now.row : undefined;
  };
  return (
    <Switch>
      <Match when={about('details')} keyed>
        {(row) => <DetailsDialog row={row} />}
      </Match>
      <Match when={about('copy')} keyed>
        {(row) => <CopyDialog row={row} />}
      </Match>
      <Match when={about('push')} keyed>
        {(row) => <PushDialog row={row} />}
      </Match>
      <Match when={asked('delete')} keyed>
        {(now) => <DeleteDialog rows={now.rows} />}
      </Match>
      <Match when={asked('places')} keyed>
        {(now) => <PlacesDialog names={now.names} />}
      </Match>
      <Match when={asked('updates')}>
        <UpdatesDialog />
      </Match>
      <Match when={asked('add')}>
        <LazyAddModel onClose={models.close} />
      </Match>
    </Switch>
  );
}
