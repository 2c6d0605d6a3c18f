/**
 * What opens the vault: the passphrase, a passkey or the recovery code. For unlocking, and again before anything about
 * its locks is changed. What was typed goes on by `onProof` and is forgotten here.
 */
import { createSignal, type JSX, Show } from 'solid-js';
import type { Fault } from '../domain/fault.ts';
import type { LockKind, VaultProof } from '../domain/vault.ts';
import { faultText } from '../i18n/fault-text.ts';
import { formatDuration } from '../i18n/format.ts';
import { words } from '../i18n/i18n.ts';
import { useAppState } from '../state/create-state.ts';
import { askPasskey, passkeyObstacle } from '../state/passkey.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { SecretInput } from '../ui/SecretInput.tsx';
import { createCountdown } from './create-countdown.ts';
import styles from './ProofForm.module.css';

export type ProofFormProps = {
  readonly submitLabel: string;
  /** Tries it; answers the fault where it was not taken. */
  readonly onProof: (proof: VaultProof) => Promise<Fault | undefined>;
  readonly takesFocus?: boolean | undefined;
  readonly variant?: 'primary' | 'plain' | 'danger' | undefined;
  /** Further buttons beside the one that submits. */
  readonly actions?: JSX.Element;
};

export function ProofForm(props: ProofFormProps) {
  const { vault } = useAppState();
  const t = () => words().vault.proof;
  const [wanted, setWanted] = createSignal<'passphrase' | 'recovery'>('passphrase');
  const [text, setText] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const leftMs = createCountdown(() => vault.view?.waitUntil);
  const has = (kind: LockKind) => vault.view?.locks.some((lock) => lock.kind === kind) ?? false;
  const kind = () => {
    if (wanted() === 'recovery' && has('recovery')) return 'recovery';
    return has('passphrase') || !has('recovery') ? 'passphrase' : 'recovery';
  };
  const asksText = () => has('passphrase') || has('recovery') || !has('passkey');
  const isWaiting = () => leftMs() > 0;

  const give = async (proof: VaultProof) => {
    const fault = await props.onProof(proof);
    if (proof.kind === 'passkey') proof.output.fill(0);
    setProblem(fault && sayFault(fault));
  };
  const submit = async () => {
    if (text() === '' || isBusy() || isWaiting()) return;
    const proof: VaultProof = { kind: kind(), text: text() };
    setText('');
    setBusy(true);
    await give(proof);
    setBusy(false);
  };
  const usePasskey = async () => {
    setBusy(true);
    setProblem(undefined);
    const asked = await askPasskey(vault.view?.locks ?? []);
    if (asked.status === 'given') await give(asked.proof);
    else setProblem(asked.status === 'cancelled' ? t().passkeyCancelled : t().passkeyFailed);
    setBusy(false);
  };
  return (
    <form
      class={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        // It may stand inside another form.
        event.stopPropagation();
        void submit();
      }}
    >
      <Show when={asksText()}>
        <Field
          label={t()[kind()]}
          hint={kind() === 'recovery' ? t().recoveryHint : undefined}
          error={isWaiting() ? undefined : problem()}
        >
          {(slot) => (
            <SecretInput
              slot={slot}
              purpose={kind() === 'passphrase' ? 'current-password' : 'off'}
              showLabel={t().show}
              hideLabel={t().hide}
              takesFocus={props.takesFocus}
              value={text()}
              onInput={(typed) => {
                setText(typed);
                setProblem(undefined);
              }}
            />
          )}
        </Field>
      </Show>
      <p class={styles['note']} role="status">
        {sayWait(leftMs()) ?? (asksText() ? '' : (problem() ?? ''))}
      </p>
      <div class={styles['actions']}>
        <Show when={asksText()}>
          <Button
            type="submit"
            variant={props.variant ?? 'primary'}
            disabled={text() === '' || isBusy() || isWaiting()}
          >
            {isBusy() ? t().working : props.submitLabel}
          </Button>
        </Show>
        <Show when={has('passkey') && passkeyObstacle() === undefined}>
          <Button disabled={isBusy() || isWaiting()} onClick={() => void usePasskey()}>
            {t().passkey}
          </Button>
        </Show>
        {props.actions}
        <Show when={has('recovery') && has('passphrase')}>
          <Button
            variant="quiet"
            onClick={() => {
              setText('');
              setProblem(undefined);
              setWanted(kind() === 'recovery' ? 'passphrase' : 'recovery');
            }}
          >
            {kind() === 'recovery' ? t().usePassphrase : t().useRecovery}
          </Button>
        </Show>
      </div>
    </form>
  );
}

/** A miss is told without a hint of how near it was. */
function sayFault(fault: Fault): string {
  if (fault.kind === 'vault-refused') return words().vault.proof.refused;
  const { title, next } = faultText(fault);
  return next === undefined ? title : `${title}. ${next}`;
}

function sayWait(leftMs: number): string | undefined {
  if (leftMs <= 0) return undefined;
  const t = words().vault.proof;
  return `${t.refused} ${t.wait(formatDuration(Math.ceil(leftMs / 1000) * 1000))}`;
}
