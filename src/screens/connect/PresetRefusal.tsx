import type { Preset } from '../../domain/preset.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { dayWords } from './reach.ts';
import styles from './ServerForm.module.css';

export type PresetRefusalProps = {
  readonly preset: Preset;
  readonly onProxy: () => void;
};

/** A vendor that no page can reach: why, and the way round. */
export function PresetRefusal(props: PresetRefusalProps) {
  const t = () => words().presets.refusal;
  return (
    <div class={styles['form']}>
      <h3 tabindex={-1}>{t().title(props.preset.name)}</h3>
      <p class={styles['why']}>{t().why(props.preset.name)}</p>
      <p class={styles['quiet']}>{t().instead}</p>
      <p class={styles['quiet']}>{words().presets.reach.asOf(dayWords(props.preset.reach.asOf))}</p>
      <div class={styles['actions']}>
        <Button onClick={() => props.onProxy()}>{t().proxy}</Button>
      </div>
    </div>
  );
}
