import { For } from 'solid-js';
import { usualRetry } from '../../domain/retry.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { AmountField } from './AmountField.tsx';
import { retryNames } from './connection-draft.ts';
import type { Editor } from './create-editor.ts';
import styles from './EditorFields.module.css';

export type PatienceFieldsProps = {
  readonly editor: Editor;
};

/** How long the engine waits for a cloud where nothing else was said. A server of one's own may load a model first. */
const cloudSeconds = 120;

/** How long to wait, how often to try again, and how long a model list is fresh. Empty: as it is by itself. */
export function PatienceFields(props: PatienceFieldsProps) {
  const { settings } = useAppState();
  const t = () => words().presets.patience;
  const draft = () => props.editor.draft();
  const plain = (value: number) => (value < 1 ? String(value) : formatNumber(value));
  const usual = (value: number) => (value === 0 ? t().usuallyNone : t().usually(plain(value)));
  const isOutside = () => props.editor.connection.liesIn === 'outside';
  const idle = () =>
    isOutside() ? Math.max(cloudSeconds, settings.value.idleSeconds) : settings.value.idleSeconds;
  return (
    <div class={styles['stack']}>
      <div class={styles['grid']}>
        <AmountField
          label={t().headers}
          hint={t().headersHint}
          fallback={usual(isOutside() ? cloudSeconds : 0)}
          error={props.editor.problem('headersSeconds')}
          value={draft().headersSeconds}
          onInput={(text) => props.editor.change({ headersSeconds: text })}
        />
        <AmountField
          label={t().idle}
          hint={t().idleHint}
          fallback={usual(idle())}
          error={props.editor.problem('idleSeconds')}
          value={draft().idleSeconds}
          onInput={(idleSeconds) => props.editor.change({ idleSeconds })}
        />
        <AmountField
          label={t().days}
          hint={t().daysHint}
          fallback={usual(settings.value.catalogueDays)}
          error={props.editor.problem('catalogueDays')}
          value={draft().catalogueDays}
          onInput={(catalogueDays) => props.editor.change({ catalogueDays })}
        />
      </div>
      <h3 class={styles['subtitle']}>{t().retry}</h3>
      <p class={styles['quiet']}>{t().retryHint}</p>
      <div class={styles['grid']}>
        <For each={retryNames}>
          {(name) => (
            <AmountField
              label={t().retryNames[name]}
              hint={t().retryHints[name]}
              fallback={t().usually(plain(usualRetry[name]))}
              error={props.editor.problem(`retry.${name}`)}
              isWhole={name === 'count'}
              value={draft().retry[name]}
              onInput={(text) => props.editor.change({ retry: { ...draft().retry, [name]: text } })}
            />
          )}
        </For>
      </div>
    </div>
  );
}
