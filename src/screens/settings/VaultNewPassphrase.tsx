import { Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { SecretInput } from '../../ui/SecretInput.tsx';
import styles from './VaultNewPassphrase.module.css';
import { VaultQuality } from './VaultQuality.tsx';
import type { NewPassphrase } from './vault-new-passphrase.ts';

export type VaultNewPassphraseProps = {
  readonly form: NewPassphrase;
  readonly takesFocus?: boolean | undefined;
};

/** Two fields, what the judge says, and a suggestion for those who want one. */
export function VaultNewPassphrase(props: VaultNewPassphraseProps) {
  const t = () => words().vault.create;
  const proof = () => words().vault.proof;
  return (
    <div class={styles['fields']}>
      <Field label={t().passphrase}>
        {(slot) => (
          <SecretInput
            slot={slot}
            purpose="new-password"
            isOpen={props.form.wasSuggested()}
            showLabel={proof().show}
            hideLabel={proof().hide}
            takesFocus={props.takesFocus}
            value={props.form.text()}
            onInput={props.form.type}
          />
        )}
      </Field>
      <div class={styles['suggested']}>
        <Button size="small" onClick={() => void props.form.suggest()}>
          {t().suggest}
        </Button>
        <Show when={props.form.wasSuggested()}>
          <small role="status">
            <b>{props.form.text()}</b> {t().suggested}
          </small>
        </Show>
      </div>
      <VaultQuality judgement={props.form.judgement()} onAgain={props.form.judgeAgain} />
      <Field label={t().again} error={props.form.differs() ? t().differs : undefined}>
        {(slot) => (
          <SecretInput
            slot={slot}
            purpose="new-password"
            showLabel={proof().show}
            hideLabel={proof().hide}
            value={props.form.again()}
            onInput={props.form.typeAgain}
          />
        )}
      </Field>
    </div>
  );
}
