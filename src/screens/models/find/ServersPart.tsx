import { createSignal, For, Match, onCleanup, Show, Switch } from 'solid-js';
import type { ConnectionView } from '../../../domain/connection.ts';
import { type Fault, faultFrom } from '../../../domain/fault.ts';
import { hasPower } from '../../../domain/model-powers.ts';
import type { Recommendation } from '../../../domain/recommendation.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import { contextWords } from '../model-facts.ts';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';

/** What the person's own servers suggest. They are asked when this is opened; nobody outside is. */
export function ServersPart() {
  const { connections } = useAppState();
  const t = () => words().find.servers;
  const ids = () =>
    connections.list
      .filter(({ enabled, kind }) => enabled && hasPower(kind, 'recommendations'))
      .map(({ id }) => id);
  return (
    <Show
      when={ids().length > 0}
      fallback={
        <EmptyState
          icon="server"
          title={t().none}
          actions={
            <a class={styles['link']} href="#/connect">
              {words().find.connect}
            </a>
          }
        >
          {t().noneText}
        </EmptyState>
      }
    >
      <p class={styles['quiet']}>{t().text}</p>
      <For each={ids()}>
        {(id) => (
          <Show when={connections.byId(id)}>
            {(connection) => <ServerProposals connection={connection()} />}
          </Show>
        )}
      </For>
    </Show>
  );
}

type Asking =
  | { readonly step: 'asking' }
  | { readonly step: 'told'; readonly rows: readonly Recommendation[] }
  | { readonly step: 'failed'; readonly fault: Fault };

function ServerProposals(props: { readonly connection: ConnectionView }) {
  const find = useFind();
  const t = () => words().find.servers;
  const [now, setNow] = createSignal<Asking>({ step: 'asking' });
  let isGone = false;
  onCleanup(() => {
    isGone = true;
  });
  const ask = async () => {
    setNow({ step: 'asking' });
    try {
      const rows = await find.state.recommended(props.connection.id);
      if (!isGone) setNow({ step: 'told', rows });
    } catch (error) {
      if (!isGone) setNow({ step: 'failed', fault: faultFrom(error) });
    }
  };
  void ask();
  const told = () => {
    const asking = now();
    return asking.step === 'told' ? asking : undefined;
  };
  const failed = () => {
    const asking = now();
    return asking.step === 'failed' ? asking.fault : undefined;
  };
  const factsOf = ({ contextLength, vramBytes, isCloud, plan }: Recommendation) =>
    [
      isCloud ? t().cloud : '',
      plan === undefined ? '' : t().plan(plan),
      vramBytes === undefined ? '' : t().vram(formatBytes(vramBytes)),
      contextLength === undefined ? '' : words().find.context(contextWords(contextLength)),
    ].filter((fact) => fact !== '');
  return (
    <section class={styles['server']} aria-label={props.connection.name}>
      <h2>{props.connection.name}</h2>
      <Switch>
        <Match when={now().step === 'asking'}>
          <p class={styles['age']} role="status">
            <Spinner /> {t().asking}
          </p>
        </Match>
        <Match when={failed()}>
          {(fault) => (
            <p class={styles['trouble']}>
              <span>{faultText(fault()).title}</span>
              <Button size="small" onClick={() => void ask()}>
                {t().ask}
              </Button>
            </p>
          )}
        </Match>
        <Match when={told()}>
          {(asking) => (
            <Show
              when={asking().rows.length > 0}
              fallback={<p class={styles['quiet']}>{t().nothing}</p>}
            >
              <ul class={styles['cards']}>
                <For each={asking().rows}>
                  {(row) => (
                    <li class={styles['card']}>
                      <button
                        type="button"
                        class={styles['name']}
                        title={words().find.library.tagHint}
                        onClick={() => find.type(row.model)}
                      >
                        {row.model}
                      </button>
                      <Show when={row.description}>
                        {(text) => <p class={styles['words']}>{text()}</p>}
                      </Show>
                      <small class={`${styles['facts']} ${styles['row']}`}>
                        {factsOf(row).join(' · ')}
                      </small>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          )}
        </Match>
      </Switch>
    </section>
  );
}
