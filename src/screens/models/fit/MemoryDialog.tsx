import { createEffect, createSignal, on, Show } from 'solid-js';
import type { FitMemory } from '../../../domain/fit.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Field } from '../../../ui/Field.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import { gigabyteText, readGigabytes } from './gigabytes.ts';
import styles from './MemoryDialog.module.css';

export type MemoryDialogProps = {
  readonly open: boolean;
  /** Of the connection. */
  readonly name: string;
  readonly memory: FitMemory | undefined;
  readonly onSave: (memory: FitMemory) => void;
  readonly onClose: () => void;
};

/** What a page cannot ask a server: how much memory it has. */
export function MemoryDialog(props: MemoryDialogProps) {
  const [vram, setVram] = createSignal('');
  const [ram, setRam] = createSignal('');
  const t = () => words().fit.dialog;
  createEffect(
    on(
      () => props.open,
      () => {
        setVram(gigabyteText(props.memory?.vramBytes));
        setRam(gigabyteText(props.memory?.ramBytes));
      },
    ),
  );
  const wrong = (text: string) => (readGigabytes(text).ok ? undefined : t().wrong);
  const save = () => {
    const vramBytes = readGigabytes(vram());
    const ramBytes = readGigabytes(ram());
    if (!vramBytes.ok || !ramBytes.ok) return;
    props.onSave({ ...props.memory, vramBytes: vramBytes.bytes, ramBytes: ramBytes.bytes });
  };
  return (
    <Dialog
      open={props.open}
      title={t().title(props.name)}
      closeLabel={t().close}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{t().cancel}</Button>
          <Button variant="primary" onClick={save}>
            {t().save}
          </Button>
        </>
      }
    >
      <p>{t().text}</p>
      <div class={styles['fields']}>
        <Field label={t().vram} hint={t().vramHint} error={wrong(vram())}>
          {(slot) => (
            <TextInput
              {...slot}
              inputmode="decimal"
              autofocus
              placeholder="24"
              value={vram()}
              onInput={setVram}
            />
          )}
        </Field>
        <Field label={t().ram} hint={t().ramHint} error={wrong(ram())}>
          {(slot) => (
            <TextInput
              {...slot}
              inputmode="decimal"
              placeholder="64"
              value={ram()}
              onInput={setRam}
            />
          )}
        </Field>
      </div>
      <Show when={props.memory?.seenBytes}>
        {(seen) => <p class={styles['seen']}>{t().seen(formatBytes(seen()))}</p>}
      </Show>
    </Dialog>
  );
}
