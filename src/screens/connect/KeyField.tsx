import { Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { SecretInput } from '../../ui/SecretInput.tsx';
import styles from './KeyField.module.css';
import { KeyPlaceWords } from './KeyPlaceWords.tsx';

export type KeyFieldProps = {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly label?: string | undefined;
  readonly error?: string | undefined;
  /** Where the vendor makes keys. */
  readonly keyPage?: string | undefined;
};

/** A key passes the page once, on its way to the engine; it is never shown again and never stored here. */
export function KeyField(props: KeyFieldProps) {
  const t = () => words().connect.key;
  return (
    <div class={styles['field']}>
      <Field label={props.label ?? t().label} error={props.error} hint={<KeyPlaceWords />}>
        {(slot) => (
          <SecretInput
            slot={slot}
            value={props.value}
            onInput={props.onInput}
            showLabel={t().show}
            hideLabel={t().hide}
            purpose="off"
          />
        )}
      </Field>
      <Show when={props.keyPage}>{(page) => <KeyPageLink page={page()} />}</Show>
    </div>
  );
}

function KeyPageLink(props: { readonly page: string }) {
  return (
    <a
      class={styles['page']}
      href={props.page}
      target="_blank"
      rel="noopener noreferrer"
      referrerpolicy="no-referrer"
    >
      {words().connect.key.get(new URL(props.page).host)}
    </a>
  );
}
