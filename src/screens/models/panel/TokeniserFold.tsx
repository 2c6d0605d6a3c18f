import { createSignal, For, Show } from 'solid-js';
import type { TokenPiece } from '../../../domain/server-panel.ts';
import { formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { Fold } from '../../../ui/Fold.tsx';
import { Switch } from '../../../ui/Switch.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import { usePanel } from './panel-context.ts';
import styles from './TextFolds.module.css';
import { shownPiece } from './token-pieces.ts';

/** So many are drawn; the count is of all. */
const drawn = 2000;

/** Text in the pieces that the model reads. */
export function TokeniserFold() {
  const state = useAppState();
  const panel = usePanel();
  const [text, setText] = createSignal('');
  const [addSpecial, setSpecial] = createSignal(false);
  const [split, setSplit] = createSignal<{ pieces: readonly TokenPiece[]; letters: number }>();
  const t = () => words().panel.tokeniser;
  const run = async (event: SubmitEvent) => {
    event.preventDefault();
    const asked = text();
    const input = { ...panel.place(), text: asked, addSpecial: addSpecial() };
    const work = state.engine.call('panel.tokenize', input).then((pieces) => {
      setSplit({ pieces, letters: Array.from(asked).length });
    });
    await panel.done(work);
  };
  return (
    <Fold isLate title={t().title} state={t().state}>
      <form class={styles['form']} onSubmit={run}>
        <Field label={t().text}>
          {(slot) => <TextArea {...slot} rows={4} value={text()} onInput={setText} />}
        </Field>
        <Switch label={t().special} checked={addSpecial()} onChange={setSpecial} />
        <Button type="submit" disabled={text() === ''}>
          {t().count}
        </Button>
      </form>
      <div class={styles['result']} aria-live="polite">
        <Show when={split()}>
          {(made) => (
            <b>{t().result(formatNumber(made().pieces.length), formatNumber(made().letters))}</b>
          )}
        </Show>
      </div>
      <Show when={split()}>
        {(made) => (
          <>
            <ol class={styles['pieces']} aria-label={t().pieces}>
              <For each={made().pieces.slice(0, drawn).map(shownPiece)}>
                {(piece) => (
                  <li data-bytes={piece.isBytes ? '' : undefined} title={t().piece(`${piece.id}`)}>
                    <span>{piece.text}</span>
                    <small>{piece.id}</small>
                  </li>
                )}
              </For>
            </ol>
            <Show when={made().pieces.length > drawn}>
              <p class={styles['quiet']}>{t().more(formatNumber(made().pieces.length - drawn))}</p>
            </Show>
          </>
        )}
      </Show>
    </Fold>
  );
}
