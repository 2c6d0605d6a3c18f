import { For } from 'solid-js';
import type { LaunchTarget } from '../../../domain/launch/plan-types.ts';
import { words } from '../../../i18n/i18n.ts';
import styles from './Output.module.css';

export type TargetTabsProps = {
  /** Of what they switch: its panel is `<id>-panel`. */
  readonly id: string;
  readonly label: string;
  readonly targets: readonly LaunchTarget[];
  readonly current: LaunchTarget;
  readonly onPick: (target: LaunchTarget) => void;
};

/** ARIA pattern: tabs. */
export function TargetTabs(props: TargetTabsProps) {
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = props.targets.indexOf(props.current);
    const next = props.targets.at((at + step) % props.targets.length);
    if (!next) return;
    props.onPick(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <div class={styles['tabs']} role="tablist" aria-label={props.label} onKeyDown={move}>
      <For each={props.targets}>
        {(target) => (
          <button
            type="button"
            role="tab"
            id={`${props.id}-${target}`}
            data-tab={target}
            aria-selected={target === props.current}
            aria-controls={`${props.id}-panel`}
            tabindex={target === props.current ? 0 : -1}
            onClick={() => props.onPick(target)}
          >
            {words().launch.targets[target]}
          </button>
        )}
      </For>
    </div>
  );
}
