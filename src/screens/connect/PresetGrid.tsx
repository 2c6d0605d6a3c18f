import { For, Show } from 'solid-js';
import type { Preset } from '../../domain/preset.ts';
import { presets } from '../../domain/presets.ts';
import { words } from '../../i18n/i18n.ts';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { hasBuiltInModel } from './built-in-here.ts';
import styles from './PresetGrid.module.css';
import { PresetTile } from './PresetTile.tsx';
import { findPresets, type OtherChoice, type ServerChoice } from './preset-list.ts';
import { dayWords, lastKnown, reachTone } from './reach.ts';

export type PresetGridProps = {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onChoose: (choice: ServerChoice) => void;
};

const groups: readonly Preset['group'][] = ['cloud', 'own'];

/** Everything that can be added by name, in two groups, with what is known of its reach. */
export function PresetGrid(props: PresetGridProps) {
  const t = () => words().presets.card;
  const found = () => findPresets(presets, props.query);
  const others = (): readonly OtherChoice[] => {
    const all: readonly OtherChoice[] = hasBuiltInModel()
      ? ['custom', 'plain', 'browser', 'built-in']
      : ['custom', 'plain', 'browser'];
    const query = props.query.trim().toLocaleLowerCase();
    return all.filter((each) => t().others[each].name.toLocaleLowerCase().includes(query));
  };
  const count = () => found().length + others().length;
  return (
    <div class={styles['grid']}>
      <Field label={t().search} labelHidden>
        {(slot) => (
          <TextInput
            {...slot}
            type="search"
            placeholder={t().search}
            value={props.query}
            onInput={props.onQuery}
          />
        )}
      </Field>
      <p class="sr-only" role="status">
        {props.query.trim() === '' ? '' : t().found(count())}
      </p>
      <For each={groups}>
        {(group) => {
          const rows = () => found().filter((each) => each.group === group);
          const rest = () => (group === 'own' ? others() : []);
          return (
            <Show when={rows().length + rest().length > 0}>
              <div>
                <h3 class={styles['group']}>{t().groups[group]}</h3>
                <ul class={styles['tiles']}>
                  <For each={rows()}>
                    {(preset) => (
                      <PresetTile
                        name={preset.name}
                        note={words().presets.reach.short[preset.reach.answers]}
                        tone={reachTone[preset.reach.answers]}
                        onPick={() => props.onChoose({ is: 'preset', preset })}
                      />
                    )}
                  </For>
                  <For each={rest()}>
                    {(other) => (
                      <PresetTile
                        name={t().others[other].name}
                        note={t().others[other].note}
                        onPick={() => props.onChoose({ is: other })}
                      />
                    )}
                  </For>
                </ul>
              </div>
            </Show>
          );
        }}
      </For>
      <Show when={count() === 0}>
        <p class={styles['quiet']}>{t().nothing}</p>
      </Show>
      <p class={styles['quiet']}>{t().asOf(dayWords(lastKnown(presets)))}</p>
    </div>
  );
}
