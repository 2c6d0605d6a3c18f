/** Before a secret is handed over: a locked vault is opened first, in place. */
import type { AppState } from '../../state/create-state.ts';

/** False where the person would rather not unlock; then nothing is sent to the engine. */
export async function mayKeep(state: AppState): Promise<boolean> {
  if (state.settings.value.keysInMemory) return true;
  return state.vault.askUnlock();
}
