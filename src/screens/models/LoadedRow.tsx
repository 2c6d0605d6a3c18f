import { Show } from 'solid-js';
import type { JobTask } from '../../domain/job.ts';
import type { LoadedModel } from '../../domain/model-details.ts';
import { isSameModelName } from '../../domain/model-name.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { contextWords, leftWords, splitFact } from './model-facts.ts';
import { canHold } from './model-verbs.ts';
import { useModels } from './models-context.ts';
import styles from './RunningPart.module.css';

export type LoadedRowProps = {
  readonly connectionId: string;
  readonly loaded: LoadedModel;
  /** When its server was asked. */
  readonly at: number;
};

/** As Ollama takes them; -1 keeps it until somebody lets it go. */
const keeps = ['5m', '1h', '-1'] as const;

export function LoadedRow(props: LoadedRowProps) {
  const models = useModels();
  const t = () => words().models.running;
  const split = () => splitFact(props.loaded);
  const left = () => {
    const { expiresAt } = props.loaded;
    return expiresAt === undefined ? t().forEver : t().left(leftWords(expiresAt, props.at));
  };
  const facts = () => {
    const { sizeBytes, vramBytes, contextLength } = props.loaded;
    return [
      sizeBytes === undefined ? '' : formatBytes(sizeBytes),
      vramBytes === undefined ? '' : t().vram(formatBytes(vramBytes)),
      split().text,
      contextLength === undefined ? '' : t().context(contextWords(contextLength)),
      left(),
    ]
      .filter((fact) => fact !== '')
      .join(' · ');
  };
  const job = () =>
    models
      .openJobs()
      .find(
        ({ connectionId, task }) =>
          connectionId === props.connectionId && isSameModelName(task.model, props.loaded.name),
      );
  /** One that no list knows is taken at its word. */
  const canLetGo = () => {
    const row = models
      .rows()
      .find(
        ({ connection, model }) =>
          connection.id === props.connectionId && isSameModelName(model.name, props.loaded.name),
      );
    return row === undefined || canHold(row);
  };
  /** For how long is Ollama's to keep. */
  const canKeep = () => models.able().some(({ id }) => id === props.connectionId);
  const add = (task: JobTask) => void models.jobs.add(props.connectionId, task);
  return (
    <li class={styles['row']} aria-busy={job() !== undefined}>
      <div class={styles['words']}>
        <b>{modelTitle(props.loaded.name)}</b>
        <small>{facts()}</small>
        <Show when={split().share !== undefined}>
          <Progress label={t().splitLabel(props.loaded.name)} value={split().share} />
        </Show>
      </div>
      <Show when={job()}>
        {(now) => <small class={styles['quiet']}>{words().models.tasks[now().task.kind]}</small>}
      </Show>
      <Show when={canLetGo()}>
        <Button
          size="small"
          aria-label={t().unload(props.loaded.name)}
          disabled={job() !== undefined}
          onClick={() => add({ kind: 'unload', model: props.loaded.name })}
        >
          {t().unloadShort}
        </Button>
      </Show>
      <Show when={canKeep()}>
        <Menu
          label={t().keep(props.loaded.name)}
          size="small"
          entries={keeps.map((keep) => ({ id: keep, label: t().keepFor(t().keeps[keep]) }))}
          onPick={(keepAlive) => add({ kind: 'load', model: props.loaded.name, keepAlive })}
        />
      </Show>
    </li>
  );
}
