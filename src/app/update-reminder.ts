/** Reminds once per visit of servers whose models are due for an update, where the person asked for it. */
import { createEffect, on } from 'solid-js';
import { isUpdateDue } from '../domain/model-updates.ts';
import { words } from '../i18n/i18n.ts';
import { nowAt } from '../lib/timing.ts';
import type { AppState } from '../state/create-state.ts';

export function remindOfUpdates(state: AppState, go: (path: string) => void): void {
  const told = new Set<string>();
  const due = () =>
    state.connections.list
      .filter(
        ({ enabled, modelUpdates }) =>
          enabled && modelUpdates?.how === 'tell' && isUpdateDue(modelUpdates, nowAt()),
      )
      .map(({ id, name }) => ({ id, name }));
  createEffect(
    on(due, (servers) => {
      for (const { id, name } of servers) {
        if (told.has(id)) continue;
        told.add(id);
        const t = words().later.work;
        state.notices.show(t.due(name), {
          stayMs: 0,
          action: { label: t.show, run: () => go('/models/updates') },
        });
      }
    }),
  );
}
