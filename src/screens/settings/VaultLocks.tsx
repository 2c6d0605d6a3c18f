import { createSignal, For, Show } from 'solid-js';
import type { LockView } from '../../domain/vault.ts';
import { formatAgo } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { passkeyObstacle } from '../../state/passkey.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './SettingsScreen.module.css';
import { VaultAddPasskey } from './VaultAddPasskey.tsx';
import { VaultChange } from './VaultChange.tsx';
import list from './VaultKeys.module.css';
import { VaultMakeCode } from './VaultMakeCode.tsx';
import { VaultRemoveLock } from './VaultRemoveLock.tsx';

export type VaultLocksProps = { readonly onCode: (code: string) => void };
type Asked = 'change' | 'passkey' | 'code' | undefined;

/** What opens the vault, each with its age and strength. Whatever changes them asks for a proof again. */
export function VaultLocks(props: VaultLocksProps) {
  const { vault } = useAppState();
  const [asked, setAsked] = createSignal<Asked>();
  const [removed, setRemoved] = createSignal<LockView>();
  const t = () => words().vault.locks;
  const locks = () => vault.view?.locks ?? [];
  const close = () => setAsked(undefined);
  return (
    <section class={styles['group']} aria-labelledby="vault-locks">
      <h2 id="vault-locks">{t().title}</h2>
      <p>{t().text}</p>
      <ul class={list['keys']}>
        <For each={locks()}>
          {(lock) => (
            <li>
              <div class={list['facts']}>
                <b>{nameOf(lock)}</b>
                <small>
                  {[lock.strength, t().made(formatAgo(lock.createdAt, nowAt()))]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </div>
              <Show when={locks().length > 1}>
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={t().removeName(nameOf(lock))}
                  onClick={() => setRemoved(lock)}
                >
                  {t().remove}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={locks().length === 1}>
        <p class={styles['quiet']}>{t().only}</p>
      </Show>
      <div class={styles['actions']}>
        <Button onClick={() => setAsked('change')}>{t().change}</Button>
        <Show when={passkeyObstacle() === undefined}>
          <Button onClick={() => setAsked('passkey')}>{t().addPasskey}</Button>
        </Show>
        <Button onClick={() => setAsked('code')}>{t().addRecovery}</Button>
      </div>
      <Show when={passkeyObstacle()}>
        {(obstacle) => <p class={styles['quiet']}>{sayObstacle(obstacle())}</p>}
      </Show>
      <VaultChange open={asked() === 'change'} onClose={close} />
      <VaultAddPasskey open={asked() === 'passkey'} onClose={close} />
      <VaultMakeCode open={asked() === 'code'} onClose={close} onCode={props.onCode} />
      <VaultRemoveLock lock={removed()} onClose={() => setRemoved(undefined)} />
    </section>
  );
}

function nameOf({ kind, label }: LockView): string {
  return label === '' ? words().vault.locks.kinds[kind] : label;
}

/** Passkeys do work on the name of this machine, where the app is served by the machine itself. */
function sayObstacle(obstacle: 'browser' | 'address'): string {
  const t = words().vault.passkey;
  if (obstacle === 'browser') return t.noBrowser;
  const { hostname, port } = location;
  const isHere = hostname.startsWith('127.') || hostname === '[::1]';
  return isHere
    ? t.noAddress(hostname, port === '' ? 'localhost' : `localhost:${port}`)
    : t.noAddressAtAll(hostname);
}
