import { createSignal, Match, Switch } from 'solid-js';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { VaultProof } from '../../domain/vault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ProofForm } from '../ProofForm.tsx';
import styles from './SettingsScreen.module.css';
import { VaultNewPassphrase } from './VaultNewPassphrase.tsx';
import { useNewPassphrase } from './vault-new-passphrase.ts';

export type VaultChangeProps = {
  readonly open: boolean;
  readonly onClose: () => void;
};

/** A new passphrase: first the new one, then the proof that it is the owner who asks. */
export function VaultChange(props: VaultChangeProps) {
  return (
    <Dialog
      open={props.open}
      title={words().vault.changing.title}
      closeLabel={words().vault.close}
      onClose={() => props.onClose()}
    >
      <Steps onDone={() => props.onClose()} />
    </Dialog>
  );
}

/** Lives as long as the dialog is open: what was typed goes with it. */
function Steps(props: { readonly onDone: () => void }) {
  const state = useAppState();
  const form = useNewPassphrase();
  const [isChosen, setChosen] = createSignal(false);
  const t = () => words().vault.changing;
  const change = async (proof: VaultProof): Promise<Fault | undefined> => {
    const passphrase = form.ready();
    if (passphrase === undefined) return undefined;
    try {
      await state.engine.call('vault.set-passphrase', { proof, passphrase });
    } catch (error) {
      return faultFrom(error);
    }
    state.notices.show(t().done);
    props.onDone();
    return undefined;
  };
  return (
    <Switch>
      <Match when={!isChosen()}>
        <p>{t().newOne}</p>
        <form
          class={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            setChosen(form.ready() !== undefined);
          }}
        >
          <VaultNewPassphrase form={form} takesFocus />
          <div class={styles['actions']}>
            <Button type="submit" variant="primary" disabled={form.ready() === undefined}>
              {t().next}
            </Button>
          </div>
        </form>
      </Match>
      <Match when={isChosen()}>
        <p>{t().proof}</p>
        <ProofForm
          submitLabel={t().button}
          takesFocus
          onProof={change}
          actions={<Button onClick={() => setChosen(false)}>{t().back}</Button>}
        />
      </Match>
    </Switch>
  );
}
