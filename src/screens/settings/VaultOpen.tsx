import { Show } from 'solid-js';
import { formatMoment } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './SettingsScreen.module.css';
import { VaultLocks } from './VaultLocks.tsx';

export type VaultOpenProps = { readonly onCode: (code: string) => void };

/** The vault is open: until when, and what opens it. */
export function VaultOpen(props: VaultOpenProps) {
  const { vault } = useAppState();
  const t = () => words().vault;
  const until = () => {
    const at = vault.view?.locksAt;
    return at === undefined ? t().open.never : t().open.locksAt(formatMoment(at, nowAt()));
  };
  return (
    <>
      <section class={styles['group']} aria-labelledby="vault-title">
        <h2 id="vault-title">{t().open.title}</h2>
        <p>{until()}</p>
        <Show when={vault.view?.isFallback}>
          <p>{t().fallback}</p>
        </Show>
        <div class={styles['actions']}>
          <Button icon="lock" onClick={() => vault.lock()}>
            {t().open.lockNow}
          </Button>
        </div>
      </section>
      <VaultLocks onCode={props.onCode} />
    </>
  );
}
