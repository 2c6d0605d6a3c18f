import { createSignal, Show } from 'solid-js';
import { formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { CodeBlock } from '../../../ui/CodeBlock.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Fold } from '../../../ui/Fold.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import { toldOf } from './create-panel.ts';
import { usePanel } from './panel-context.ts';
import styles from './TextFolds.module.css';

/** The chat template, and what it makes of a message: the very text that the model is given. */
export function TemplateFold() {
  const state = useAppState();
  const panel = usePanel();
  const [system, setSystem] = createSignal('');
  const [text, setText] = createSignal('');
  const [shown, setShown] = createSignal<{ prompt: string; tokens: number }>();
  const t = () => words().panel.template;
  const props = () => toldOf(panel.view()?.props);
  const lines = () => (props()?.template ?? '').split('\n').length;
  const apply = async (event: SubmitEvent) => {
    event.preventDefault();
    const input = { ...panel.place(), system: system(), text: text() };
    await panel.done(state.engine.call('panel.template', input).then(setShown));
  };
  const code = (label: string, value: string) => (
    <CodeBlock
      label={label}
      code={value}
      copyLabel={words().panel.copy}
      copiedLabel={words().panel.copied}
      failedLabel={words().panel.copyFailed}
    />
  );
  return (
    <Fold
      isLate
      title={t().title}
      state={props()?.template ? t().state(formatNumber(lines())) : t().none}
    >
      <Show when={props()?.template}>
        {(template) => <div class={styles['long']}>{code(t().label, template())}</div>}
      </Show>
      <Show when={props()?.toolTemplate}>
        {(template) => <div class={styles['long']}>{code(t().toolLabel, template())}</div>}
      </Show>
      <form class={styles['form']} onSubmit={apply}>
        <h4>{t().try}</h4>
        <Field label={t().system}>
          {(slot) => <TextArea {...slot} rows={2} value={system()} onInput={setSystem} />}
        </Field>
        <Field label={t().message}>
          {(slot) => <TextArea {...slot} rows={3} value={text()} onInput={setText} />}
        </Field>
        <Button type="submit" disabled={text().trim() === ''}>
          {t().apply}
        </Button>
      </form>
      <div aria-live="polite">
        <Show when={shown()}>
          {(made) => code(t().result(formatNumber(made().tokens)), made().prompt)}
        </Show>
      </div>
    </Fold>
  );
}
