import { createSignal } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import styles from './RunningPart.module.css';

/** How often servers are asked what they hold. */
export function PollField() {
  const { settings } = useAppState();
  const t = () => words().models.running;
  const [typed, setTyped] = createSignal<string>();
  const text = () => typed() ?? String(settings.value.runningSeconds);
  const commit = () => {
    const runningSeconds = readSeconds(text());
    if (runningSeconds === undefined) return;
    setTyped(undefined);
    settings.set({ runningSeconds });
  };
  return (
    <div class={styles['poll']}>
      <Field
        label={t().everySeconds}
        hint={t().everyHint}
        error={readSeconds(text()) === undefined ? t().everyHint : undefined}
      >
        {(slot) => (
          <TextInput
            {...slot}
            inputmode="decimal"
            value={text()}
            onInput={setTyped}
            onCommit={commit}
          />
        )}
      </Field>
    </div>
  );
}

function readSeconds(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  const seconds = trimmed === '' ? Number.NaN : Number(trimmed);
  return seconds === 0 || (seconds >= 0.1 && seconds <= 300) ? seconds : undefined;
}
