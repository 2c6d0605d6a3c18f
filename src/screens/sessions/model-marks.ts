/** Favourite and hidden: lists of model names that stand at their connection. */
import type { ModelRef } from '../../domain/model.ts';
import type { AppState } from '../../state/create-state.ts';

export type MarkList = 'favouriteModels' | 'hiddenModels';

/** Puts the model on the list, or takes it off. */
export function changeMark(state: AppState, ref: ModelRef, list: MarkList): void {
  const connection = state.connections.byId(ref.connectionId);
  if (!connection) return;
  const before = connection[list];
  const now = before.includes(ref.name)
    ? before.filter((name) => name !== ref.name)
    : [...before, ref.name];
  void state.connections.change({ id: connection.id, options: { [list]: now } });
}
