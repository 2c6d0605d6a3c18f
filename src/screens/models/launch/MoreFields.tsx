import { createEffect, createSignal, on } from 'solid-js';
import { words } from '../../../i18n/i18n.ts';
import { Field } from '../../../ui/Field.tsx';
import { Fold } from '../../../ui/Fold.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import type { Sheets } from './create-sheets.ts';
import styles from './LaunchFields.module.css';
import { envText, extraText, readEnvText, readExtraText } from './sheet-texts.ts';

export type MoreFieldsProps = {
  readonly sheets: Sheets;
};

/** What no field stands for. Read when the field is left, so that half a word is never taken for a whole one. */
export function MoreFields(props: MoreFieldsProps) {
  const t = () => words().launch;
  const sheet = () => props.sheets.sheet();
  const error = (at: 'extra' | 'env') => {
    const found = props.sheets.problem(at);
    return found && [found.word, t().problems[found.reason]].filter(Boolean).join(' ');
  };
  const extra = typed(() => extraText(sheet().extra));
  const env = typed(() => envText(sheet().env));
  return (
    <Fold
      title={t().groups.more}
      isHeading
      isOpen={sheet().extra.length > 0 || envCount(sheet().env) > 0}
    >
      <div class={styles['fields']}>
        <Field label={t().extra} hint={t().extraHint} error={error('extra')}>
          {(slot) => (
            <TextArea
              {...slot}
              mono
              rows={4}
              spellcheck={false}
              autocapitalize="none"
              value={extra.text()}
              onInput={extra.type}
              onCommit={(text) => props.sheets.change({ extra: readExtraText(text) })}
            />
          )}
        </Field>
        <Field label={t().env} hint={t().envHint} error={error('env')}>
          {(slot) => (
            <TextArea
              {...slot}
              mono
              rows={4}
              spellcheck={false}
              autocapitalize="none"
              value={env.text()}
              onInput={env.type}
              onCommit={(text) => props.sheets.change({ env: readEnvText(text) })}
            />
          )}
        </Field>
      </div>
    </Fold>
  );
}

function envCount(env: Readonly<Record<string, string>>): number {
  return Object.keys(env).length;
}

/** A text as it is typed, until what it stands for changes elsewhere. */
function typed(source: () => string) {
  const [text, setText] = createSignal(source());
  createEffect(on(source, (next) => setText(next), { defer: true }));
  return { text, type: (next: string) => setText(next) };
}
