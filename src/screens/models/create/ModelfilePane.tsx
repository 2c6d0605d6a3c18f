/** The Modelfile beside the form: follows it, can be written in, opened from a file, copied and saved. */
import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { ModelfileProblem } from '../../../domain/modelfile.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import { Field } from '../../../ui/Field.tsx';
import { saveFile } from '../../../ui/save-file.ts';
import { TextArea } from '../../../ui/TextArea.tsx';
import type { Creating } from './create-creating.ts';
import styles from './ModelfilePane.module.css';

export type ModelfilePaneProps = {
  readonly creating: Creating;
};

/** Templates and licences are long; nothing else that is a Modelfile is larger. */
const mostBytes = 2_000_000;

export function ModelfilePane(props: ModelfilePaneProps) {
  const id = createUniqueId();
  const [said, setSaid] = createSignal('');
  let input: HTMLInputElement | undefined;
  const t = () => words().create.modelfile;
  const problems = () => props.creating.reading()?.problems ?? [];
  const told = ({ line, reason, word = '' }: ModelfileProblem) => {
    const what = t().problems[reason](word);
    return line === 0 ? what : t().line(line, what);
  };
  const open = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > mostBytes) {
      setSaid(t().tooLarge);
      return;
    }
    setSaid('');
    props.creating.typeModelfile(await file.text());
  };
  const copy = async () => {
    setSaid((await copyText(props.creating.modelfile())) ? t().copied : t().copyFailed);
  };
  return (
    <section class={styles['pane']} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t().title}</h2>
      <Field label={t().label} labelHidden hint={t().hint}>
        {(slot) => (
          <TextArea
            {...slot}
            mono
            aria-invalid={problems().some(({ blocks }) => blocks) ? 'true' : undefined}
            rows={22}
            spellcheck={false}
            autocapitalize="none"
            value={props.creating.modelfile()}
            onInput={props.creating.typeModelfile}
            onBlur={() => props.creating.settleModelfile()}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              const file = event.dataTransfer?.files[0];
              // Dropped text is the browser's business.
              if (!file) return;
              event.preventDefault();
              void open(file);
            }}
          />
        )}
      </Field>
      <ul class={styles['problems']} aria-live="polite">
        <For each={problems()}>
          {(problem) => <li data-blocks={problem.blocks ? '' : undefined}>{told(problem)}</li>}
        </For>
      </ul>
      <Show when={props.creating.altered().length > 0}>
        <p class={styles['quiet']}>{t().altered(props.creating.altered().join(', '))}</p>
      </Show>
      <Show when={/^[ \t]*#/m.test(props.creating.modelfile()) && props.creating.reading()}>
        <p class={styles['quiet']}>{t().comments}</p>
      </Show>
      <div class={styles['actions']}>
        <Button size="small" icon="file" onClick={() => input?.click()}>
          {t().load}
        </Button>
        <Button size="small" icon="copy" onClick={() => void copy()}>
          {t().copy}
        </Button>
        <Button
          size="small"
          icon="download"
          onClick={() => saveFile(new Blob([props.creating.modelfile()]), 'Modelfile')}
        >
          {t().save}
        </Button>
        <span role="status">{said()}</span>
        <input
          ref={(element) => {
            input = element;
          }}
          hidden
          type="file"
          aria-label={t().load}
          onChange={(event) => {
            void open(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
      </div>
    </section>
  );
}
