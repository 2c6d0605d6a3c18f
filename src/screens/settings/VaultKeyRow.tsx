import { For, Show } from 'solid-js';
import type { KeyView } from '../../domain/vault.ts';
import { formatMoment } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './VaultKeys.module.css';
import { keyFacts, keyMarks, keyName, keyPlace } from './vault-key-words.ts';

export type VaultKeyRowProps = {
  readonly key: KeyView;
  readonly onEdit: () => void;
  readonly onRestore: () => void;
  readonly onRemove: () => void;
};

export function VaultKeyRow(props: VaultKeyRowProps) {
  const state = useAppState();
  const t = () => words().vault.keys;
  const name = () => keyName(props.key, state);
  const previousUntil = () => {
    const until = props.key.previousUntil;
    return until !== undefined && until > nowAt() ? until : undefined;
  };
  return (
    <li>
      <div class={styles['facts']}>
        <b>{name()}</b>
        <small>
          <Show when={props.key.label !== ''}>{keyPlace(props.key, state)} · </Show>
          {props.key.origin}
        </small>
        <small>{keyFacts(props.key, nowAt())}</small>
        <For each={keyMarks(props.key, state.settings.value.keyAgeDays, nowAt())}>
          {(mark) => <small data-tone={mark.tone}>{mark.text}</small>}
        </For>
      </div>
      <div class={styles['actions']}>
        <Show when={previousUntil()}>
          {(until) => (
            <Button
              size="small"
              title={t().restoreUntil(formatMoment(until(), nowAt()))}
              onClick={() => props.onRestore()}
            >
              {t().restore}
            </Button>
          )}
        </Show>
        <Button size="small" aria-label={t().editOf(name())} onClick={() => props.onEdit()}>
          {t().edit}
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label={t().removeOf(name())}
          onClick={() => props.onRemove()}
        >
          {t().remove}
        </Button>
      </div>
    </li>
  );
}
