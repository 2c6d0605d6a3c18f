import { Show } from 'solid-js';
import type { Job } from '../../domain/job.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { words } from '../../i18n/i18n.ts';
import { Progress } from '../../ui/Progress.tsx';
import styles from './ModelList.module.css';
import { jobFact } from './model-facts.ts';
import type { RowProps } from './row-props.ts';
import stateStyles from './StateCell.module.css';

export type ComingRowProps = RowProps & { readonly job: Job };

/** A model that is being pulled or made, and is not installed yet. */
export function ComingRow(props: ComingRowProps) {
  const title = () => modelTitle(props.job.task.model);
  const task = () => words().models.tasks[props.job.task.kind];
  return (
    <article
      class={styles['row']}
      aria-label={words().models.rowName(title(), props.job.connectionName)}
      aria-posinset={props.place + 1}
      aria-setsize={props.total}
      aria-busy="true"
      data-id={props.id}
      data-busy=""
      onFocusIn={() => props.onFocus()}
    >
      <span data-column="select" />
      <span data-column="name">
        <a
          href="#/jobs"
          data-main=""
          class={styles['name']}
          title={words().models.showJob}
          tabindex={props.isActive ? 0 : -1}
        >
          <b>{title()}</b>
        </a>
        <small class={styles['coming']}>
          {words().models.coming(task(), props.job.connectionName)}
        </small>
      </span>
      <span data-column="wide-state">
        <span class={stateStyles['job']}>
          <Show when={props.job.state === 'running'}>
            <Progress label={task()} value={jobFact(props.job).fraction} />
          </Show>
          <span>{jobFact(props.job).text}</span>
        </span>
      </span>
    </article>
  );
}
