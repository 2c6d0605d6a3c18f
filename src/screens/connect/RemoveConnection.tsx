import { For, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { isDefault } from './row-facts.ts';

export type RemoveConnectionProps = {
  /** Asked about while there is one. */
  readonly connection: ConnectionView | undefined;
  readonly onClose: () => void;
};

/** Asks before a connection goes, and names what goes with it. */
export function RemoveConnection(props: RemoveConnectionProps) {
  const state = useAppState();
  const t = () => words().connect.remove;
  const goes = () => {
    const of = props.connection;
    if (!of) return [];
    const secrets = of.hasBasicAuth || of.secretHeaders.length > 0;
    const isStart = isDefault(state.settings.value.defaultModel, of.id);
    return [
      t().goes.address,
      of.hasKey ? t().goes.key : '',
      secrets ? t().goes.secrets : '',
      isStart ? t().goes.default : '',
    ].filter((each) => each !== '');
  };
  const remove = async () => {
    const of = props.connection;
    props.onClose();
    if (!of) return;
    if (isDefault(state.settings.value.defaultModel, of.id)) {
      state.settings.set({ defaultModel: null });
    }
    await state.connections.remove(of.id);
  };
  return (
    <Dialog
      kind="alert"
      open={props.connection !== undefined}
      title={t().title(props.connection?.name ?? '')}
      closeLabel={words().connect.edit.close}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={() => props.onClose()}>{words().connect.edit.cancel}</Button>
          <Button variant="danger" onClick={() => void remove()}>
            {t().confirm}
          </Button>
        </>
      }
    >
      <p>{t().goesIntro}</p>
      <ul>
        <For each={goes()}>{(each) => <li>{each}</li>}</For>
      </ul>
      <Show when={props.connection?.kind === 'browser'}>
        <p>{t().keepsModels}</p>
      </Show>
      <p>{t().stays}</p>
      <Show when={props.connection?.enabled}>
        <p>{t().instead}</p>
      </Show>
    </Dialog>
  );
}
