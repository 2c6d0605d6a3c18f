import { createSignal, Show } from 'solid-js';
import { type Address, usualPorts, zoneOf } from '../../domain/address.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './AddressCard.module.css';
import { AddressField, type Credentials } from './AddressField.tsx';
import { asksPermission, hostOf, type PagePlace, readAddress } from './look-for.ts';

export type AddressCardProps = {
  readonly page: PagePlace;
  readonly isBusy: boolean;
  readonly hasChecked: boolean;
  /** With the name and password that were typed into the address, if any. */
  readonly onCheck: (address: Address, credentials: Credentials | undefined) => void;
  readonly onStop: () => void;
};

/** An address by hand. What was understood is said while it is typed, before anything is contacted or kept. */
export function AddressCard(props: AddressCardProps) {
  const [text, setText] = createSignal('');
  const [wasSent, setSent] = createSignal(false);
  const [credentials, setCredentials] = createSignal<Credentials>();
  const read = () => readAddress(text());
  const t = () => words().connect.address;
  const understood = () => {
    const typed = read();
    if (!typed.ok) return undefined;
    return typed.address;
  };
  const error = () => {
    const typed = read();
    if (typed.ok || (text().trim() === '' ? !wasSent() : isUnfinished(text()) && !wasSent())) {
      return undefined;
    }
    const { title, next } = faultText(typed.fault);
    return [title, next].filter(Boolean).join('. ');
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setSent(true);
    const address = understood();
    if (address) props.onCheck(address, credentials());
  };
  return (
    <section class={styles['card']} aria-labelledby="connect-address">
      <h2 id="connect-address">{t().title}</h2>
      <form class={styles['form']} onSubmit={submit} novalidate>
        <AddressField
          label={t().label}
          labelHidden
          error={error()}
          hint={
            <Show when={understood()} fallback={t().hint}>
              {(address) => <span class={styles['understood']}>{sayUnderstood(address())}</span>}
            </Show>
          }
          placeholder={t().placeholder}
          value={text()}
          credentials={credentials()}
          onCredentials={setCredentials}
          onInput={(value) => {
            setText(value);
            setSent(false);
            // Another address, another proxy: what was typed for the one before does not go there.
            if (value.trim() === '') setCredentials(undefined);
          }}
        />
        <Show
          when={props.isBusy}
          fallback={<Button type="submit">{props.hasChecked ? t().again : t().check}</Button>}
        >
          <Button onClick={() => props.onStop()}>
            <Spinner />
            {words().connect.look.stop}
          </Button>
        </Show>
      </form>
      <Show when={understood()}>
        {(address) => (
          <Show when={asksPermission(props.page, address().baseUrl)}>
            <p class={styles['ask']}>{words().connect.look.prompt}</p>
          </Show>
        )}
      </Show>
    </section>
  );
}

function sayUnderstood(address: Address): string {
  const t = words().connect;
  const zone = t.zones[zoneOf(address.baseUrl)];
  if (address.exact) return t.address.understood(address.baseUrl, zone);
  return t.address.understoodHost(hostOf(address.baseUrl), zone, usualPorts.join(', '));
}

/** `http://` on the way to a host is no mistake yet. */
function isUnfinished(text: string): boolean {
  return /^\s*(h|ht|htt|http|https|https?:\/?\/?)\s*$/i.test(text);
}
