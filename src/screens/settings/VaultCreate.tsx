import { createSignal, Show } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './SettingsScreen.module.css';
import { VaultNewPassphrase } from './VaultNewPassphrase.tsx';
import { useNewPassphrase } from './vault-new-passphrase.ts';

export type VaultCreateProps = {
  /** A recovery code was made with it: to be shown once. */
  readonly onCode: (code: string) => void;
};

/** There is no vault yet: what it is, and making one. */
export function VaultCreate(props: VaultCreateProps) {
  const state = useAppState();
  const form = useNewPassphrase();
  const [withCode, setWithCode] = createSignal(true);
  const [isBusy, setBusy] = createSignal(false);
  const t = () => words().vault;
  const make = async () => {
    const passphrase = form.ready();
    if (passphrase === undefined || isBusy()) return;
    setBusy(true);
    // Making it takes this form away, so whatever is needed later is read now.
    const [wantsCode, showCode, said] = [withCode(), props.onCode, t().create.made];
    try {
      await state.engine.call('vault.create', { passphrase });
      form.clear();
      state.notices.show(said);
      if (wantsCode) {
        const proof = { kind: 'passphrase', text: passphrase } as const;
        showCode((await state.engine.call('vault.add-recovery', { proof })).code);
      }
    } catch (error) {
      state.notices.showFault(faultFrom(error));
    }
    setBusy(false);
  };
  return (
    <section class={styles['group']} aria-labelledby="vault-title">
      <h2 id="vault-title">{t().create.title}</h2>
      <p>{t().lead}</p>
      <form
        class={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <VaultNewPassphrase form={form} />
        <Switch
          label={t().create.withCode}
          hint={t().create.withCodeHint}
          checked={withCode()}
          onChange={setWithCode}
        />
        <div class={styles['actions']}>
          <Button type="submit" variant="primary" disabled={form.ready() === undefined || isBusy()}>
            {isBusy() ? t().create.making : t().create.button}
          </Button>
          <Show when={state.connections.list.some((each) => each.keyState === 'memory')}>
            <span>{t().create.sealed}</span>
          </Show>
        </div>
      </form>
    </section>
  );
}
