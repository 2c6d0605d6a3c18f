import { createMemo, Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { Progress } from '../../ui/Progress.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { rowFit } from './fit/row-fit.ts';
import { jobFact, stateFact } from './model-facts.ts';
import type { ModelRow } from './model-rows.ts';
import { useModels } from './models-context.ts';
import styles from './StateCell.module.css';

export type StateCellProps = { readonly row: ModelRow };

/**
 * What goes on with a model: the job about it before all, else whether it is in memory; and where it is not, whether it
 * would fit there.
 */
export function StateCell(props: StateCellProps) {
  const models = useModels();
  const job = () => models.jobOf(props.row);
  const fact = () => {
    const { model, connection } = props.row;
    const held = models.running.of(connection.id);
    const loaded = models.running.model(connection.id, model.name);
    // The time left is counted again with every answer of the server.
    return stateFact(model, loaded, models.isLoaded(props.row), held?.at ?? nowAt());
  };
  const room = createMemo(() =>
    models.isLoaded(props.row)
      ? undefined
      : rowFit(props.row, models.running.of(props.row.connection.id)?.models ?? []),
  );
  return (
    <Show
      when={job()}
      fallback={
        <span class={styles['state']}>
          <span class={styles['chip']}>
            <StatusDot tone={fact().tone} />
            <span>{fact().text}</span>
          </span>
          <Show when={room()}>
            {(told) => (
              <small class={styles['fit']} data-tone={told().tone} title={told().title}>
                {told().text}
              </small>
            )}
          </Show>
        </span>
      }
    >
      {(running) => (
        <span class={styles['job']}>
          <Show when={running().state === 'running'}>
            <Progress
              label={words().models.tasks[running().task.kind]}
              value={jobFact(running()).fraction}
            />
          </Show>
          <span>{jobFact(running()).text}</span>
        </span>
      )}
    </Show>
  );
}
