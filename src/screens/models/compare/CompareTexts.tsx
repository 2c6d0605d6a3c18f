import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import type { Fault } from '../../../domain/fault.ts';
import { type FaultText, faultText } from '../../../i18n/fault-text.ts';
import { formatDecimal, formatDuration, formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import { type ModelRow, refOf } from '../model-rows.ts';
import styles from './CompareTexts.module.css';
import { linesOf, mostLetters, mostLines, troubleWith } from './compared-texts.ts';
import { createComparing } from './create-comparing.ts';

export type CompareTextsProps = { readonly row: ModelRow };

/** Which of some texts is most like another one, as the model sees it. */
export function CompareTexts(props: CompareTextsProps) {
  const state = useAppState();
  const comparing = createComparing(state.engine, () => refOf(props.row));
  const [question, setQuestion] = createSignal('');
  const [typed, setTyped] = createSignal('');
  /** Nothing is found fault with before it was sent. */
  const [wasSent, setSent] = createSignal(false);
  const titleId = createUniqueId();
  const t = () => words().compare;
  const lines = createMemo(() => linesOf(typed()));
  const trouble = () => troubleWith(question().trim(), lines());

  const questionError = () => {
    const is = wasSent() ? trouble()?.is : undefined;
    if (is === 'no-question') return t().noQuestion;
    return is === 'question-long' ? t().tooLong(formatNumber(mostLetters)) : undefined;
  };
  const linesError = () => {
    const found = trouble();
    if (found?.is === 'too-many') return t().tooMany(found.count, mostLines);
    if (!wasSent()) return undefined;
    if (found?.is === 'no-lines') return t().noLines;
    return found?.is === 'line-long' ? t().tooLong(formatNumber(mostLetters)) : undefined;
  };
  const run = () => {
    if (comparing.isWorking()) return;
    const found = trouble();
    setSent(found !== undefined);
    if (!found) void comparing.run(question().trim(), lines());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    run();
  };
  return (
    <section class={styles['part']} aria-labelledby={titleId}>
      <h3 id={titleId}>{t().title}</h3>
      <p class={styles['quiet']}>{t().text}</p>
      <form
        class={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          run();
        }}
        onKeyDown={onKeyDown}
      >
        <Field label={t().question} error={questionError()}>
          {(slot) => <TextArea {...slot} rows={2} value={question()} onInput={setQuestion} />}
        </Field>
        <Field label={t().lines} hint={t().linesHint(mostLines)} error={linesError()}>
          {(slot) => <TextArea {...slot} rows={5} value={typed()} onInput={setTyped} />}
        </Field>
        <div class={styles['foot']}>
          <Show when={comparing.isWorking()} fallback={<Button type="submit">{t().run}</Button>}>
            <Button icon="stop" onClick={comparing.stop}>
              {t().stop}
            </Button>
          </Show>
          <p class={styles['quiet']} role="status">
            <Show when={comparing.isWorking()}>
              <Spinner /> {t().working(props.row.connection.name)}
            </Show>
          </p>
        </div>
      </form>
      <Show when={comparing.fault()}>
        {(fault) => (
          <p role="alert">
            <b>{saidOf(fault()).title}</b> {saidOf(fault()).next}
          </p>
        )}
      </Show>
      <Show when={!comparing.fault() && comparing.result()}>
        {(found) => (
          <div class={styles['result']}>
            <ol class={styles['rows']} aria-label={t().ranking(found().question)}>
              <For each={found().rows}>
                {({ text, similarity }) => (
                  <li>
                    <span>{text}</span>
                    <b>{figureOf(similarity)}</b>
                    <span class={styles['bar']} aria-hidden="true">
                      <i style={{ 'inline-size': `${Math.max(0, similarity) * 100}%` }} />
                    </span>
                  </li>
                )}
              </For>
            </ol>
            <p class={styles['quiet']}>
              {t().facts(
                formatNumber(found().width),
                formatDuration(found().tookMs),
                found().tokens === undefined ? undefined : formatNumber(found().tokens ?? 0),
              )}
            </p>
          </div>
        )}
      </Show>
    </section>
  );
}

/** Two decimals, and none of them below nothing that is nothing. */
function figureOf(similarity: number): string {
  return formatDecimal(Math.round(similarity * 100) / 100 + 0, 2);
}

/** In a chat it is a session that is too long; here it is one of the texts. */
function saidOf(fault: Fault): FaultText {
  if (fault.kind !== 'context-exceeded') return faultText(fault);
  const { contextLength } = fault;
  const { title, next } = words().compare.tooLongForModel;
  const told = contextLength === undefined ? undefined : formatNumber(contextLength);
  return { title, next: next(told) };
}
