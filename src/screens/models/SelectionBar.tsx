import { Show } from 'solid-js';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import type { ModelList } from './create-model-list.ts';
import styles from './InstalledPart.module.css';
import { spaceOf } from './model-rows.ts';
import { canHold, type ModelVerb } from './model-verbs.ts';
import { useModels } from './models-context.ts';

export type SelectionBarProps = { readonly list: ModelList };

/** What can be done to all that is selected; there only while something is. */
export function SelectionBar(props: SelectionBarProps) {
  const models = useModels();
  const t = () => words().models.selection;
  const selected = () => props.list.selected();
  const able = (verb: ModelVerb) => selected().filter((row) => models.verbsOf(row).includes(verb));
  const loaded = () => selected().filter((row) => canHold(row) && models.isLoaded(row));
  const queue = async (...asked: Parameters<typeof models.queue>) => {
    await models.queue(...asked);
    props.list.clearSelection();
  };
  return (
    <Show when={selected().length > 0}>
      <section class={styles['selection']} aria-label={t().label}>
        <span role="status">{t().count(selected().length, formatBytes(spaceOf(selected())))}</span>
        <Button
          size="small"
          icon="download"
          disabled={able('pull').length === 0}
          onClick={() =>
            void queue(able('pull'), ({ model }) => ({ kind: 'pull', model: model.name }))
          }
        >
          {t().pull}
        </Button>
        <Show when={models.able().length > 1}>
          <Button
            size="small"
            icon="server"
            onClick={() =>
              models.ask({ dialog: 'places', names: selected().map(({ model }) => model.name) })
            }
          >
            {t().places}
          </Button>
        </Show>
        <Button
          size="small"
          icon="stop"
          disabled={loaded().length === 0}
          onClick={() =>
            void queue(loaded(), ({ model }) => ({ kind: 'unload', model: model.name }))
          }
        >
          {t().unload}
        </Button>
        <Button
          size="small"
          icon="trash"
          disabled={able('delete').length === 0}
          onClick={() => models.ask({ dialog: 'delete', rows: able('delete') })}
        >
          {t().delete}
        </Button>
        <Button size="small" variant="quiet" onClick={() => props.list.clearSelection()}>
          {t().clear}
        </Button>
      </section>
    </Show>
  );
}
