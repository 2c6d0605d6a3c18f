import { createSignal } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { TypedConfirm } from '../../ui/TypedConfirm.tsx';
import styles from './SettingsScreen.module.css';

/** Open or locked, it can be erased: whoever has the device could delete its files as well. */
export function VaultErase() {
  const state = useAppState();
  const [isOpen, setOpen] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const t = () => words().vault.erase;
  const erase = async () => {
    setBusy(true);
    const said = t().done;
    try {
      await state.engine.call('vault.erase', null);
      state.notices.show(said);
    } catch (error) {
      state.notices.showFault(faultFrom(error));
    }
    setOpen(false);
    setBusy(false);
  };
  return (
    <section class={styles['group']} aria-labelledby="vault-erase">
      <h2 id="vault-erase">{t().title}</h2>
      <p>{t().text}</p>
      <div class={styles['actions']}>
        <Button icon="trash" onClick={() => setOpen(true)}>
          {t().button}
        </Button>
        <a href="#/settings/data">{t().all}</a>
      </div>
      <TypedConfirm
        open={isOpen()}
        title={t().dialog}
        text={t().text}
        label={t().ask(t().word)}
        word={t().word}
        confirmLabel={t().confirm}
        cancelLabel={words().vault.cancel}
        closeLabel={words().vault.close}
        busy={isBusy()}
        onClose={() => setOpen(false)}
        onConfirm={() => void erase()}
      />
    </section>
  );
}
