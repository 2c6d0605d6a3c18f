import { For, Show } from 'solid-js';
import { type ServerProps, samplingDefaults } from '../../../domain/server-panel.ts';
import { formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { Fold } from '../../../ui/Fold.tsx';
import { toldOf } from './create-panel.ts';
import styles from './PropertyFold.module.css';
import { usePanel } from './panel-context.ts';

/** What the server says of itself and its model, and what holds where nobody chooses. */
export function PropertyFold() {
  const panel = usePanel();
  const t = () => words().panel.facts;
  const props = () => toldOf(panel.view()?.props);
  const state = () => {
    const context = props()?.contextLength;
    return context === undefined ? '' : t().state(formatNumber(context));
  };
  return (
    <Fold isLate title={t().title} state={state()}>
      <Show when={props()}>
        {(told) => (
          <>
            <dl class={styles['facts']}>
              <For each={factsOf(told())}>
                {(fact) => (
                  <div>
                    <dt>{fact.name}</dt>
                    <dd>{fact.value}</dd>
                  </div>
                )}
              </For>
            </dl>
            <section class={styles['sampling']}>
              <h4>{t().sampling}</h4>
              <p>{t().samplingText}</p>
              <dl class={styles['figures']}>
                <For each={samplingDefaults(told()).all}>
                  {(figure) => (
                    <div>
                      <dt>
                        <code>{figure.id}</code>
                      </dt>
                      <dd>{figure.value}</dd>
                    </div>
                  )}
                </For>
              </dl>
            </section>
          </>
        )}
      </Show>
    </Fold>
  );
}

function factsOf(props: ServerProps): { name: string; value: string }[] {
  const t = words().panel.facts;
  const { alias, modelPath } = props;
  const marks = [props.beginToken, props.endToken].filter((mark) => mark !== undefined);
  const facts: [string, string | undefined][] = [
    [t.model, modelPath],
    [t.alias, alias === modelPath ? undefined : alias],
    [t.fileType, props.fileType],
    [t.slots, props.slots === undefined ? undefined : formatNumber(props.slots)],
    [t.context, props.contextLength === undefined ? undefined : formatNumber(props.contextLength)],
    [t.inputs, props.inputs.map((input) => t.input[input]).join(', ')],
    [t.can, props.templateCan.map((each) => each.replaceAll('_', ' ')).join(', ')],
    [t.marks, marks.join(' ')],
    [t.build, props.build],
  ];
  return facts.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}
