import { createSignal, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Field } from '../../ui/Field.tsx';
import { isMacLike } from '../../ui/platform.ts';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import styles from './PublicKey.module.css';
import {
  accountKeysUrl,
  type KeyPlace,
  keyPlaces,
  keySources,
  readPublicKey,
} from './public-key.ts';

export type PublicKeyProps = { readonly connection: ConnectionView };

/** The server's public key: where it is, how it is shown there, and a place to keep it. */
export function PublicKey(props: PublicKeyProps) {
  const state = useAppState();
  const t = () => words().models.publicKey;
  const [place, setPlace] = createSignal<KeyPlace>(likelyPlace(props.connection.liesIn));
  const [typed, setTyped] = createSignal<string>();
  const connection = () => state.connections.byId(props.connection.id) ?? props.connection;
  const text = () => typed() ?? connection().publicKey ?? '';
  const trouble = () => {
    const read = readPublicKey(text());
    return read.ok ? undefined : t().troubles[read.reason];
  };
  const keep = () => {
    const read = readPublicKey(text());
    if (!read.ok || read.key === (connection().publicKey ?? '')) return;
    setTyped(undefined);
    void state.connections.change({
      id: props.connection.id,
      options: { publicKey: read.key === '' ? undefined : read.key },
    });
  };
  return (
    <section class={styles['key']} aria-label={t().title}>
      <p>{t().text(props.connection.name)}</p>
      <Field label={t().place}>
        {(slot) => (
          <Select
            {...slot}
            options={keyPlaces.map((value) => ({ value, label: t().places[value] }))}
            value={place()}
            onPick={(picked) => setPlace(keyPlaces.find((each) => each === picked) ?? place())}
          />
        )}
      </Field>
      <p>
        {t().file} <code>{keySources[place()].path}</code>
      </p>
      <CodeBlock
        label={t().command}
        code={keySources[place()].command}
        copyLabel={words().models.copyText.copy}
        copiedLabel={words().models.copyText.copied}
        failedLabel={words().models.copyText.failed}
      />
      <p>
        <a href={accountKeysUrl} target="_blank" rel="noreferrer">
          {t().account}
        </a>
      </p>
      <Field label={t().keep} hint={t().keepHint} error={trouble()}>
        {(slot) => (
          <TextArea
            {...slot}
            mono
            disabled={connection().isDeployed}
            rows={2}
            autocapitalize="none"
            spellcheck={false}
            placeholder="ssh-ed25519 AAAA…"
            value={text()}
            onInput={setTyped}
            onCommit={keep}
          />
        )}
      </Field>
      <Show when={connection().publicKey}>
        {(key) => (
          <CodeBlock
            label={t().kept}
            code={key()}
            copyLabel={words().models.copyText.copy}
            copiedLabel={words().models.copyText.copied}
            failedLabel={words().models.copyText.failed}
          />
        )}
      </Show>
    </section>
  );
}

/** For a server on this device its system is known. */
function likelyPlace(zone: ConnectionView['liesIn']): KeyPlace {
  if (zone !== 'device') return 'linux-service';
  if (isMacLike()) return 'macos';
  return navigator.userAgent.includes('Windows') ? 'windows' : 'linux-service';
}
