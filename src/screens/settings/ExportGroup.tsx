import { createSignal } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { exportName } from './export-name.ts';
import styles from './SettingsScreen.module.css';

export function ExportGroup() {
  const state = useAppState();
  const [said, setSaid] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const t = () => words().settings.data;
  const exportAll = async () => {
    setBusy(true);
    setSaid(t().exporting);
    try {
      const { blob, sessions } = await state.engine.call('backup.export', {});
      saveFile(blob, exportName());
      setSaid(t().exported(sessions));
    } catch (error) {
      setSaid('');
      state.notices.showFault(faultFrom(error));
    }
    setBusy(false);
  };
  return (
    <section class={styles['group']} aria-labelledby="settings-export">
      <h2 id="settings-export">{t().exportTitle}</h2>
      <p>{t().exportText}</p>
      <div class={styles['actions']}>
        <Button icon="download" disabled={isBusy()} onClick={() => void exportAll()}>
          {t().exportButton}
        </Button>
        <span role="status">{said()}</span>
      </div>
    </section>
  );
}
