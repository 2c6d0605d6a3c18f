import { Index, Show } from 'solid-js';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import type { Sheets } from './create-sheets.ts';
import styles from './ModelRows.module.css';

export type ModelRowsProps = {
  readonly sheets: Sheets;
};

const texts = ['name', 'source', 'context', 'gpuLayers'] as const;
const mostModels = 50;

/** The sections of `models.ini`. */
export function ModelRows(props: ModelRowsProps) {
  let rows: HTMLUListElement | undefined;
  const t = () => words().launch.models;
  const models = () => props.sheets.sheet().models;
  const change = (row: number, part: Record<string, string>) =>
    props.sheets.change({
      models: models().map((each, at) => (at === row ? { ...each, ...part } : each)),
    });
  const add = () => {
    props.sheets.change({ models: [...models(), {}] });
    rows?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  };
  const problem = (row: number) => {
    const found = props.sheets.problem('models', row);
    const isEmpty = Object.values(models()[row] ?? {}).every((each) => each === '');
    return found && !isEmpty ? words().launch.problems[found.reason] : undefined;
  };
  return (
    <fieldset class={styles['models']}>
      <legend>{t().title}</legend>
      <p class={styles['text']}>{t().text}</p>
      <ul
        ref={(element) => {
          rows = element;
        }}
        class={styles['rows']}
      >
        <Index each={models()}>
          {(model, row) => (
            <li class={styles['row']}>
              <Index each={texts}>
                {(id) => (
                  <Field label={t()[id()]} error={id() === 'name' ? problem(row) : undefined}>
                    {(slot) => (
                      <TextInput
                        {...slot}
                        spellcheck={false}
                        autocapitalize="none"
                        value={model()[id()] ?? ''}
                        onInput={(typed) => change(row, { [id()]: typed })}
                      />
                    )}
                  </Field>
                )}
              </Index>
              <div class={styles['end']}>
                <Switch
                  label={t().loadAtStart}
                  checked={model()['loadAtStart'] === 'yes'}
                  onChange={(isOn) => change(row, { loadAtStart: isOn ? 'yes' : '' })}
                />
                <IconButton
                  icon="trash"
                  label={t().remove(model()['name'] ?? '')}
                  onClick={() =>
                    props.sheets.change({ models: models().filter((_, at) => at !== row) })
                  }
                />
              </div>
            </li>
          )}
        </Index>
      </ul>
      <Show when={models().length < mostModels}>
        <div>
          <Button size="small" icon="plus" onClick={add}>
            {t().add}
          </Button>
        </div>
      </Show>
    </fieldset>
  );
}
