import { createSignal, For, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { faultFrom } from '../../domain/fault.ts';
import type { KeyView } from '../../domain/vault.ts';
import { formatAgo } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { dayText, endOfDay } from './amounts.ts';
import { KeyForm } from './KeyForm.tsx';
import styles from './KeySection.module.css';
import { keyAge } from './key-place.ts';

export type KeySectionProps = {
  readonly connection: ConnectionView;
};

/** The kept key with its dates, and the field for another one. All of it takes effect at once. */
export function KeySection(props: KeySectionProps) {
  const state = useAppState();
  const keys = state.vault.watchKeys();
  const kept = () =>
    keys.value?.filter(
      ({ connectionId, role }) => connectionId === props.connection.id && role === 'key',
    ) ?? [];
  const t = () => words().presets.key;
  return (
    <div class={styles['section']}>
      <p class={styles['quiet']}>{t().atOnce}</p>
      <For each={kept()}>{(key) => <KeptKey of={key} />}</For>
      <KeyForm connection={props.connection} hasExpiry />
    </div>
  );
}

function KeptKey(props: { readonly of: KeyView }) {
  const state = useAppState();
  const [isSure, setSure] = createSignal(false);
  const t = () => words().presets.key;
  const told = (work: Promise<unknown>) => {
    work.catch((error: unknown) => state.notices.showFault(faultFrom(error)));
  };
  const dates = () => {
    const { addedAt, lastUsedAt, lastRefusedAt } = props.of;
    return [
      t().added(formatAgo(addedAt, nowAt())),
      lastUsedAt === undefined ? t().unused : t().used(formatAgo(lastUsedAt, nowAt())),
      lastRefusedAt === undefined ? '' : t().refused(formatAgo(lastRefusedAt, nowAt())),
    ].filter((each) => each !== '');
  };
  const age = () => keyAge(props.of, state.settings.value.keyAgeDays, nowAt());
  const warning = () => {
    const now = age();
    return now === 'fine' ? undefined : t().ages[now](state.settings.value.keyAgeDays);
  };
  return (
    <div class={styles['kept']}>
      <p>
        <b>{props.of.kept === 'sealed' ? t().sealed : t().memory}</b>{' '}
        <small class={styles['quiet']}>{dates().join(' · ')}</small>
      </p>
      <Show when={warning()}>{(text) => <p class={styles['warning']}>{text()}</p>}</Show>
      <div class={styles['pair']}>
        <Field label={t().label} hint={t().labelHint}>
          {(slot) => (
            <TextInput
              {...slot}
              value={props.of.label}
              maxlength={100}
              onCommit={(label) =>
                told(state.engine.call('keys.change', { id: props.of.id, label }))
              }
            />
          )}
        </Field>
        <Field label={words().connect.key.expires} hint={t().expiresHint}>
          {(slot) => (
            <TextInput
              {...slot}
              type="date"
              value={dayText(props.of.expiresAt)}
              onCommit={(text) =>
                told(
                  state.engine.call('keys.change', {
                    id: props.of.id,
                    expiresAt: endOfDay(text) ?? null,
                  }),
                )
              }
            />
          )}
        </Field>
      </div>
      <div class={styles['actions']}>
        <Show when={(props.of.previousUntil ?? 0) > nowAt()}>
          <Button
            size="small"
            onClick={() => told(state.engine.call('keys.restore', { id: props.of.id }))}
          >
            {t().restore}
          </Button>
        </Show>
        <Show
          when={isSure()}
          fallback={
            <Button size="small" icon="trash" onClick={() => setSure(true)}>
              {t().remove}
            </Button>
          }
        >
          <span>{t().removeAsk}</span>
          <Button
            size="small"
            variant="danger"
            onClick={() => told(state.engine.call('keys.remove', { id: props.of.id }))}
          >
            {t().removeSure}
          </Button>
          <Button size="small" onClick={() => setSure(false)}>
            {words().connect.edit.cancel}
          </Button>
        </Show>
      </div>
    </div>
  );
}
