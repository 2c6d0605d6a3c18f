import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { VaultProof } from '../../domain/vault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProofForm } from '../ProofForm.tsx';

export type VaultMakeCodeProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCode: (code: string) => void;
};

export function VaultMakeCode(props: VaultMakeCodeProps) {
  const { engine } = useAppState();
  const t = () => words().vault.recovery;
  const make = async (proof: VaultProof): Promise<Fault | undefined> => {
    try {
      const { code } = await engine.call('vault.add-recovery', { proof });
      props.onClose();
      props.onCode(code);
      return undefined;
    } catch (error) {
      return faultFrom(error);
    }
  };
  return (
    <Dialog
      open={props.open}
      title={t().make}
      closeLabel={words().vault.close}
      onClose={() => props.onClose()}
    >
      <p>{t().makeText}</p>
      <ProofForm submitLabel={t().button} takesFocus onProof={make} />
    </Dialog>
  );
}
