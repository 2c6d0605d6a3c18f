import { words } from '../i18n/i18n.ts';
import { ProofForm } from '../screens/ProofForm.tsx';
import { useAppState } from '../state/create-state.ts';
import { Dialog } from '../ui/Dialog.tsx';

/** Asks the person to open the vault, wherever in the app a key is needed. Fetched when first asked for. */
export function UnlockDialog() {
  const state = useAppState();
  return (
    <Dialog
      open={state.vault.isAsked}
      title={words().vault.ask.title}
      closeLabel={words().app.close}
      onClose={() => state.vault.refuse()}
    >
      <p>{words().vault.ask.text}</p>
      <ProofForm
        submitLabel={words().vault.proof.unlock}
        takesFocus
        onProof={(proof) => state.vault.unlock(proof)}
      />
    </Dialog>
  );
}
