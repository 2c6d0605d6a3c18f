import { createSignal, onCleanup, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './VaultRecoveryCode.module.css';
import { formatDay } from './vault-days.ts';

export type VaultRecoveryCodeProps = {
  /** Shown while there is one. */
  readonly code: string | undefined;
  readonly onClose: () => void;
};

/** The one time that a recovery code is seen: to copy or print, and not closed before it is kept. */
export function VaultRecoveryCode(props: VaultRecoveryCodeProps) {
  const [isKept, setKept] = createSignal(false);
  const [isHeldBack, setHeldBack] = createSignal(false);
  const [said, setSaid] = createSignal('');
  const t = () => words().vault.recovery;
  const copy = async () => {
    const isDone = await copyText(props.code ?? '');
    setSaid(isDone ? t().copied : t().copyFailed);
  };
  const close = () => {
    if (!isKept()) {
      setHeldBack(true);
      return;
    }
    setKept(false);
    setHeldBack(false);
    setSaid('');
    props.onClose();
  };
  onCleanup(endPrint);
  return (
    <Dialog
      kind="alert"
      open={props.code !== undefined}
      title={t().title}
      closeLabel={words().vault.close}
      onClose={close}
      actions={
        <Button variant="primary" disabled={!isKept()} onClick={close}>
          {t().done}
        </Button>
      }
    >
      <p>{t().text}</p>
      <div class={styles['sheet']}>
        <p>{t().printTitle}</p>
        <code class={styles['code']}>{props.code}</code>
        <p>{t().printText(location.host, formatDay(nowAt()))}</p>
      </div>
      <div class={styles['actions']}>
        <Button size="small" icon="copy" onClick={() => void copy()}>
          {t().copy}
        </Button>
        <Button size="small" onClick={print}>
          {t().print}
        </Button>
        <span role="status">{said()}</span>
      </div>
      <label class={styles['kept']}>
        <input
          type="checkbox"
          checked={isKept()}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        {t().kept}
      </label>
      <Show when={isHeldBack() && !isKept()}>
        <p class={styles['first']} role="alert">
          {t().first}
        </p>
      </Show>
    </Dialog>
  );
}

/** The style sheet leaves only the sheet while the mark is set. */
function print(): void {
  document.documentElement.dataset['print'] = 'sheet';
  window.addEventListener('afterprint', endPrint, { once: true });
  window.print();
}

function endPrint(): void {
  delete document.documentElement.dataset['print'];
}
