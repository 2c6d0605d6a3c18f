import { createSignal, Match, onCleanup, Switch } from 'solid-js';
import { type Fault, faultFrom } from '../../domain/fault.ts';
import type { VaultProof } from '../../domain/vault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { forgetPasskey, makePasskey, type NewPasskey } from '../../state/passkey.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { ProofForm } from '../ProofForm.tsx';
import styles from './SettingsScreen.module.css';

export type VaultAddPasskeyProps = {
  readonly open: boolean;
  readonly onClose: () => void;
};

/** A passkey as a further lock: the browser makes it, then a lock that is there already lets it in. */
export function VaultAddPasskey(props: VaultAddPasskeyProps) {
  return (
    <Dialog
      open={props.open}
      title={words().vault.passkey.title}
      closeLabel={words().vault.close}
      onClose={() => props.onClose()}
    >
      <Steps onDone={() => props.onClose()} />
    </Dialog>
  );
}

function Steps(props: { readonly onDone: () => void }) {
  const state = useAppState();
  const [label, setLabel] = createSignal('');
  const [passkey, setPasskey] = createSignal<NewPasskey>();
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const t = () => words().vault.passkey;
  let isAdded = false;
  onCleanup(() => {
    const made = passkey();
    made?.output.fill(0);
    if (made && !isAdded) void forgetPasskey(made.credentialId);
  });
  const make = async () => {
    if (isBusy()) return;
    setBusy(true);
    setProblem(undefined);
    const made = await makePasskey(t().account, state.vault.view?.locks ?? []);
    if (made.status === 'made') setPasskey(made.passkey);
    else setProblem(t()[made.status === 'no-prf' ? 'noPrf' : made.status]);
    setBusy(false);
  };
  const add = async (proof: VaultProof): Promise<Fault | undefined> => {
    const made = passkey();
    if (!made) return undefined;
    try {
      const name = label().trim();
      await state.engine.call('vault.add-passkey', { proof, label: name, ...made });
    } catch (error) {
      return faultFrom(error);
    }
    isAdded = true;
    state.notices.show(t().added);
    props.onDone();
    return undefined;
  };
  return (
    <Switch>
      <Match when={!passkey()}>
        <p>{t().text(location.hostname)}</p>
        <form
          class={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <Field label={t().name} hint={t().nameHint} error={problem()}>
            {(slot) => (
              <TextInput
                {...slot}
                ref={(element: HTMLInputElement) => queueMicrotask(() => element.focus())}
                maxlength={100}
                value={label()}
                onInput={setLabel}
              />
            )}
          </Field>
          <div class={styles['actions']}>
            <Button type="submit" variant="primary" disabled={isBusy()}>
              {isBusy() ? words().vault.proof.working : t().make}
            </Button>
          </div>
        </form>
      </Match>
      <Match when={passkey()}>
        <p>{t().proof}</p>
        <ProofForm submitLabel={t().add} takesFocus onProof={add} />
      </Match>
    </Switch>
  );
}
