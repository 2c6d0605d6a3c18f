import { createUniqueId, For, Show } from 'solid-js';
import { faultCode } from '../../domain/fault.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { createImport, type ImportCounts, importLimitBytes } from './create-import.ts';
import styles from './ImportGroup.module.css';
import shared from './SettingsScreen.module.css';

/** A dry look first, then the writing; a file that does not pass is refused whole, with the reason. */
export function ImportGroup() {
  const state = useAppState();
  const id = createUniqueId();
  const importing = createImport(state.engine.call);
  const t = () => words().settings.data;
  const counted = () => {
    const now = importing.now();
    return now.step === 'looked' || now.step === 'importing' ? now : undefined;
  };
  const failed = () => {
    const now = importing.now();
    return now.step === 'failed' ? now : undefined;
  };
  const said = () => {
    const now = importing.now();
    if (now.step === 'reading') return t().reading;
    if (now.step === 'importing') return t().importing;
    if (now.step !== 'done') return '';
    return [t().imported(now.sessions), t().skipped(now.skipped)].filter(Boolean).join('. ');
  };
  return (
    <section class={shared['group']} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t().importTitle}</h2>
      <div class={styles['pick']}>
        <label for={id}>{t().importLabel}</label>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            if (file) void importing.look(file);
            // The same file may be picked again after it was mended.
            event.currentTarget.value = '';
          }}
        />
        <small id={`${id}-hint`}>{t().importHint(formatBytes(importLimitBytes))}</small>
      </div>
      <Show when={counted()}>
        {(now) => (
          <section class={styles['look']} aria-labelledby={`${id}-look`}>
            <h3 id={`${id}-look`}>
              {t().look}: {now().name}
            </h3>
            <ul>
              <For each={linesOf(now().counts)}>{(line) => <li>{line}</li>}</For>
            </ul>
            <div class={shared['actions']}>
              <Button disabled={now().step === 'importing'} onClick={importing.cancel}>
                {t().cancel}
              </Button>
              <Button
                variant="primary"
                disabled={now().step === 'importing'}
                onClick={() => void importing.confirm()}
              >
                {t().importButton}
              </Button>
            </div>
          </section>
        )}
      </Show>
      <Show when={failed()}>
        {(now) => (
          <div class={styles['fault']} role="alert">
            <Icon name="warning" size="small" />
            <div>
              <p>
                <b>{faultText(now().fault).title}</b> ({now().name})
              </p>
              <Show when={faultText(now().fault).next}>{(next) => <p>{next()}</p>}</Show>
              <small>{faultCode(now().fault)}</small>
            </div>
          </div>
        )}
      </Show>
      <p class={shared['said']} role="status">
        {said()}
      </p>
    </section>
  );
}

function linesOf(counts: ImportCounts): readonly string[] {
  const t = words().settings.data;
  const { sessionsNew, sessionsExisting, messages, attachments } = counts;
  const { connectionsNew, connectionsMatched } = counts;
  const content = [t.messages(messages), ...(attachments > 0 ? [t.attachments(attachments)] : [])];
  return [
    sessionsNew > 0 ? `${t.sessionsNew(sessionsNew)} (${content.join(', ')})` : t.nothingNew,
    sessionsExisting > 0 ? t.sessionsExisting(sessionsExisting) : '',
    connectionsNew > 0 ? t.connectionsNew(connectionsNew) : '',
    connectionsMatched > 0 ? t.connectionsMatched(connectionsMatched) : '',
    counts.settings > 0 ? t.settingsNew(counts.settings) : '',
  ].filter((line) => line !== '');
}
