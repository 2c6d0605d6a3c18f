import { createSignal, Match, Show, Switch } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { ProofForm } from '../ProofForm.tsx';
import styles from './SettingsScreen.module.css';
import { VaultCreate } from './VaultCreate.tsx';
import { VaultErase } from './VaultErase.tsx';
import { VaultKeys } from './VaultKeys.tsx';
import { VaultOpen } from './VaultOpen.tsx';
import { VaultRecoveryCode } from './VaultRecoveryCode.tsx';
import { VaultSettings } from './VaultSettings.tsx';

/** Keys and what seals them: the vault in whichever state it is, the keys, when it locks, and its end. */
export function VaultSection() {
  const { vault } = useAppState();
  // Here, since the form that got it goes away as the vault opens.
  const [code, setCode] = createSignal<string>();
  const t = () => words().vault;
  const state = () => vault.view?.state;
  return (
    <>
      <Switch fallback={<p class={styles['quiet']}>{t().loading}</p>}>
        <Match when={state() === 'absent'}>
          <section class={styles['group']} aria-labelledby="vault-title">
            <h2 id="vault-title">{t().title}</h2>
            <p>{window.isSecureContext ? t().absent.textHere : t().absent.text}</p>
            <p>
              <a href="#/help#hosting">{t().absent.ways}</a>
            </p>
          </section>
        </Match>
        <Match when={state() === 'none'}>
          <VaultCreate onCode={setCode} />
        </Match>
        <Match when={state() === 'locked'}>
          <section class={styles['group']} aria-labelledby="vault-title">
            <h2 id="vault-title">{t().locked.title}</h2>
            <p>{t().locked.text}</p>
            <ProofForm
              submitLabel={t().proof.unlock}
              onProof={(proof) => vault.unlock(proof)}
              takesFocus
            />
          </section>
        </Match>
        <Match when={state() === 'unlocked'}>
          <VaultOpen onCode={setCode} />
        </Match>
      </Switch>
      <VaultKeys />
      <VaultSettings />
      <Show when={state() === 'locked' || state() === 'unlocked'}>
        <VaultErase />
      </Show>
      <VaultRecoveryCode code={code()} onClose={() => setCode(undefined)} />
    </>
  );
}
