/** `#/models/running`: what every server holds in memory, for how long, and where. Asked only while this is looked at. */
import { For, Show } from 'solid-js';
import { hasPower } from '../../domain/model-powers.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { LoadedRow } from './LoadedRow.tsx';
import { useModels } from './models-context.ts';
import { PollField } from './PollField.tsx';
import styles from './RunningPart.module.css';
import { WarmUp } from './WarmUp.tsx';

export function RunningPart() {
  const state = useAppState();
  const models = useModels();
  const t = () => words().models.running;
  const servers = () =>
    state.connections.list.filter(({ enabled, kind }) => enabled && hasPower(kind, 'memory'));
  const isNever = () => state.settings.value.runningSeconds === 0;
  const heldBy = (id: string) => models.running.of(id);
  const isEmpty = () =>
    servers().every(({ id }) => {
      const held = heldBy(id);
      return held !== undefined && !held.fault && held.models.length === 0;
    });
  return (
    <Show
      when={servers().length > 0}
      fallback={
        <EmptyState icon="models" title={t().noServers}>
          {words().models.empty.noServersText}
        </EmptyState>
      }
    >
      <p class={styles['lead']}>{isNever() ? t().never : t().text}</p>
      <Show when={!isNever()}>
        <Show when={isEmpty()}>
          <EmptyState icon="models" title={t().none}>
            {t().noneText}
          </EmptyState>
        </Show>
        <Show when={!isEmpty()}>
          <For each={servers()}>
            {(connection) => (
              <section class={styles['server']} aria-label={connection.name}>
                <h2>{connection.name}</h2>
                <Show
                  when={heldBy(connection.id)}
                  fallback={
                    <p class={styles['quiet']}>
                      <Spinner /> {t().asking}
                    </p>
                  }
                >
                  {(held) => (
                    <>
                      <Show when={held().fault}>
                        {(fault) => <p class={styles['quiet']}>{faultText(fault()).title}</p>}
                      </Show>
                      <ul class={styles['rows']}>
                        <For
                          each={held().models}
                          fallback={
                            <Show when={!held().fault}>
                              <li class={styles['quiet']}>{t().noneOn}</li>
                            </Show>
                          }
                        >
                          {(loaded) => (
                            <LoadedRow
                              connectionId={connection.id}
                              loaded={loaded}
                              at={held().at}
                            />
                          )}
                        </For>
                      </ul>
                    </>
                  )}
                </Show>
              </section>
            )}
          </For>
        </Show>
      </Show>
      <div class={styles['foot']}>
        <WarmUp />
        <PollField />
      </div>
    </Show>
  );
}
