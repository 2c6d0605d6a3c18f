import { createSignal } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { forgetMirrors } from '../../state/forget-mirrors.ts';
import { chooseIsolation } from '../../state/isolation.ts';
import { Button } from '../../ui/Button.tsx';
import { TypedConfirm } from '../../ui/TypedConfirm.tsx';
import styles from './SettingsScreen.module.css';

/** Deleting everything wants a typed word; afterwards the app starts as on the first day. */
export function ResetGroup() {
  const state = useAppState();
  const [isOpen, setOpen] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const t = () => words().settings.data;
  const reset = async () => {
    setBusy(true);
    try {
      await state.engine.call('storage.reset', null);
      forgetMirrors();
      await chooseIsolation(false);
      location.hash = '#/';
      location.reload();
    } catch (error) {
      setOpen(false);
      state.notices.showFault(faultFrom(error));
    }
    setBusy(false);
  };
  return (
    <section class={styles['group']} aria-labelledby="settings-reset">
      <h2 id="settings-reset">{t().resetTitle}</h2>
      <p>{t().resetText}</p>
      <div class={styles['actions']}>
        <Button icon="trash" onClick={() => setOpen(true)}>
          {t().resetButton}
        </Button>
      </div>
      <TypedConfirm
        open={isOpen()}
        title={t().resetDialog}
        text={t().resetText}
        label={t().resetAsk(t().resetWord)}
        word={t().resetWord}
        confirmLabel={isBusy() ? t().resetting : t().resetConfirm}
        cancelLabel={t().cancel}
        closeLabel={t().close}
        busy={isBusy()}
        onClose={() => setOpen(false)}
        onConfirm={() => void reset()}
      />
    </section>
  );
}
