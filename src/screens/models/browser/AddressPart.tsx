import { createSignal } from 'solid-js';
import { parseWantedModel } from '../../../domain/page-model-source.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import styles from './AddModel.module.css';
import type { Adding } from './create-adding.ts';

export type AddressPartProps = { readonly adding: Adding; readonly onAdded: () => void };

/** A model from anywhere that lets pages read it. */
export function AddressPart(props: AddressPartProps) {
  const [typed, setTyped] = createSignal('');
  const [isWrong, setWrong] = createSignal(false);
  const t = () => words().browserModels.address;
  let field: HTMLInputElement | undefined;
  const fetchIt = async () => {
    const wanted = parseWantedModel(typed());
    setWrong(wanted === undefined);
    if (!wanted) {
      field?.focus();
      return;
    }
    // Two spellings of one address are one job.
    if (await props.adding.fetch(wanted.kind === 'url' ? wanted.url : typed().trim())) {
      setTyped('');
      props.onAdded();
    }
  };
  return (
    <section class={styles['part']} aria-labelledby="browser-address">
      <h3 id="browser-address">{t().title}</h3>
      <form
        class={styles['address']}
        onSubmit={(event) => {
          event.preventDefault();
          void fetchIt();
        }}
      >
        <span class={styles['field']}>
          <Field label={t().label} hint={t().hint} error={isWrong() ? t().wrong : undefined}>
            {(slot) => (
              <TextInput
                {...slot}
                ref={(element: HTMLInputElement) => {
                  field = element;
                }}
                type="text"
                inputmode="url"
                maxlength={2000}
                autocapitalize="none"
                autocorrect="off"
                spellcheck={false}
                value={typed()}
                onInput={(text) => {
                  setWrong(false);
                  setTyped(text);
                }}
              />
            )}
          </Field>
        </span>
        <Button type="submit" disabled={props.adding.isBusy()}>
          {t().add}
        </Button>
      </form>
    </section>
  );
}
