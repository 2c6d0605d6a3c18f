import { Show } from 'solid-js';
import { words } from '../../../i18n/i18n.ts';
import styles from './AddModel.module.css';
import { fitHere, fitTones } from './device-fit.ts';

export type FitMarkProps = { readonly weightsBytes: number };

/** Says whether this device has the memory for it; nothing where nobody can tell. */
export function FitMark(props: FitMarkProps) {
  const verdict = () => fitHere(props.weightsBytes);
  return (
    <Show when={words().browserModels.fit[verdict()]}>
      {(text) => (
        <small class={styles['fit']} data-tone={fitTones[verdict()]}>
          {text()}
        </small>
      )}
    </Show>
  );
}
