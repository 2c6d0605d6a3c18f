import { createSignal, onCleanup } from 'solid-js';
import type { ServerFlag } from '../../../domain/server-panel.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import styles from './FlagNote.module.css';

export type FlagNoteProps = { readonly flag: ServerFlag };

const saidForMs = 2000;

/** What is off on this server, and the flag that switches it on, to be taken along. */
export function FlagNote(props: FlagNoteProps) {
  const [outcome, setOutcome] = createSignal<'copy' | 'copied' | 'copyFailed'>('copy');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const t = () => words().panel.off[props.flag];
  const copy = async () => {
    setOutcome((await copyText(t().flag)) ? 'copied' : 'copyFailed');
    clearTimeout(timer);
    timer = setTimeout(() => setOutcome('copy'), saidForMs);
  };
  return (
    <p class={styles['note']}>
      <span>{t().text}</span>
      <code>{t().flag}</code>
      <Button size="small" variant="quiet" icon="copy" onClick={copy}>
        <span aria-live="polite">{words().panel[outcome()]}</span>
        <span class="sr-only">{t().flag}</span>
      </Button>
    </p>
  );
}
