import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { LockView, VaultProof } from '../../domain/vault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { forgetPasskey } from '../../state/passkey.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProofForm } from '../ProofForm.tsx';

export type VaultRemoveLockProps = {
  /** Open while there is one. */
  readonly lock: LockView | undefined;
  readonly onClose: () => void;
};

export function VaultRemoveLock(props: VaultRemoveLockProps) {
  const state = useAppState();
  const t = () => words().vault.removing;
  const name = () =>
    props.lock?.label || words().vault.locks.kinds[props.lock?.kind ?? 'passphrase'];
  const remove = async (proof: VaultProof): Promise<Fault | undefined> => {
    const lock = props.lock;
    if (!lock) return undefined;
    try {
      await state.engine.call('vault.remove-lock', { proof, lockId: lock.id });
    } catch (error) {
      return faultFrom(error);
    }
    if (lock.passkey) void forgetPasskey(lock.passkey.credentialId);
    state.notices.show(t().done);
    props.onClose();
    return undefined;
  };
  return (
    <Dialog
      open={props.lock !== undefined}
      title={t().title}
      closeLabel={words().vault.close}
      onClose={() => props.onClose()}
    >
      <p>
        {t().text(name())} {t().proof}
      </p>
      <ProofForm submitLabel={t().button} variant="danger" takesFocus onProof={remove} />
    </Dialog>
  );
}
