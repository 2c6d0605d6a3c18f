import { For, Show } from 'solid-js';
import type { MessageView } from '../../domain/message.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { figuresOf } from './message-words.ts';
import styles from './ReplyFigures.module.css';

export type ReplyFiguresProps = { readonly row: MessageView };

/** Who answered and what it took. Figures that the server did not tell are left out. */
export function ReplyFigures(props: ReplyFiguresProps) {
  const state = useAppState();
  const who = () => {
    const { model, connectionName } = props.row;
    if (!model) return undefined;
    const connection = connectionName ?? state.connections.byId(model.connectionId)?.name;
    return { model: model.name, connection };
  };
  return (
    <div class={styles['figures']}>
      <Show when={who()}>
        {(one) => (
          <span class={styles['who']}>
            <b title={one().model}>{modelTitle(one().model)}</b>{' '}
            <Show when={one().connection}>
              <span>{words().chat.on(one().connection ?? '')}</span>
            </Show>
          </span>
        )}
      </Show>
      <For each={figuresOf(props.row)}>
        {(figure) => <span data-figure={figure.id}>{figure.text}</span>}
      </For>
    </div>
  );
}
