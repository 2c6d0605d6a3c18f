import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Adapter } from '../../../domain/server-panel.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { Field } from '../../../ui/Field.tsx';
import { TextInput } from '../../../ui/TextInput.tsx';
import styles from './AdapterCard.module.css';
import { fileOf, readScale } from './adapter-scales.ts';
import { toldOf } from './create-panel.ts';
import { FlagNote } from './FlagNote.tsx';
import { PanelCard } from './PanelCard.tsx';
import { usePanel } from './panel-context.ts';

/** The adapters and how much each counts. The server takes all scales at once: one it is not told counts no more. */
export function AdapterCard() {
  const state = useAppState();
  const panel = usePanel();
  const [typed, setTyped] = createSignal<Readonly<Record<number, string>>>({});
  const t = () => words().panel.adapters;
  const told = () => panel.view()?.adapters;
  const isRouter = () => panel.view()?.mode === 'router';
  const fault = () => {
    const now = told();
    return now?.state === 'failed' ? faultText(now.fault) : undefined;
  };
  const textOf = ({ id, scale }: Adapter) => typed()[id] ?? String(scale);
  const isTouched = () => Object.keys(typed()).length > 0;
  const scales = () =>
    (toldOf(told()) ?? []).map((adapter) => ({
      id: adapter.id,
      scale: readScale(textOf(adapter)),
    }));
  const set = async (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = scales().flatMap(({ id, scale }) => (scale === undefined ? [] : { id, scale }));
    if (wanted.length < scales().length) return;
    const { connectionId } = panel.place();
    const work = state.engine.call('panel.adapters', { connectionId, scales: wanted });
    if (!(await panel.done(work))) return;
    setTyped({});
    state.notices.show(t().isSet);
  };
  return (
    <PanelCard title={t().title} text={told()?.state === 'told' ? t().text : undefined}>
      <Switch>
        <Match when={toldOf(told())}>
          {(adapters) => (
            <form class={styles['form']} onSubmit={set} novalidate>
              <For each={adapters()}>
                {(adapter) => (
                  <Field
                    label={t().scale(fileOf(adapter.path))}
                    error={readScale(textOf(adapter)) === undefined ? t().wrong : undefined}
                  >
                    {(slot) => (
                      <TextInput
                        {...slot}
                        inputmode="decimal"
                        disabled={isRouter()}
                        value={textOf(adapter)}
                        onInput={(text) =>
                          setTyped((before) => ({ ...before, [adapter.id]: text }))
                        }
                      />
                    )}
                  </Field>
                )}
              </For>
              <Show when={!isRouter()} fallback={<p class={styles['quiet']}>{t().router}</p>}>
                <Button type="submit" disabled={!isTouched()}>
                  {t().set}
                </Button>
              </Show>
            </form>
          )}
        </Match>
        <Match when={told()?.state === 'off'}>
          <FlagNote flag="--lora" />
        </Match>
        <Match when={fault()}>
          {(text) => <p class={styles['quiet']}>{[text().title, text().next].join('. ')}</p>}
        </Match>
      </Switch>
    </PanelCard>
  );
}
