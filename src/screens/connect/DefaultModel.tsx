import { createSignal, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Field } from '../../ui/Field.tsx';
import { Select } from '../../ui/Select.tsx';
import { modelsOf } from './connect-server.ts';
import { firstModel } from './results.ts';
import { isDefault } from './row-facts.ts';

export type DefaultModelProps = {
  /** Asked about while there is one. */
  readonly connection: ConnectionView | undefined;
  readonly onClose: () => void;
  readonly onSay: (text: string) => void;
};

/** Which model of a connection new sessions begin with; or again the one that was used last. */
export function DefaultModel(props: DefaultModelProps) {
  const state = useAppState();
  const [chosen, setChosen] = createSignal<{ readonly id: string; readonly name: string }>();
  const t = () => words().presets.default;
  const models = () => {
    const { connection } = props;
    if (!connection) return [];
    return modelsOf(state, connection.id).filter(
      ({ name }) => !connection.hiddenModels.includes(name),
    );
  };
  const now = () => {
    const { defaultModel } = state.settings.value;
    return isDefault(defaultModel, props.connection?.id ?? '') ? defaultModel?.name : undefined;
  };
  /** What was picked for this connection; before that the best guess. */
  const picked = () => {
    const { connection } = props;
    const own = chosen();
    if (!connection) return '';
    if (own?.id === connection.id) return own.name;
    const favourite = models().find(({ name }) => connection.favouriteModels.includes(name));
    return now() ?? favourite?.name ?? firstModel(models())?.name ?? '';
  };
  const keep = () => {
    const { connection } = props;
    const name = picked();
    props.onClose();
    if (!connection || name === '') return;
    state.settings.set({ defaultModel: { connectionId: connection.id, name } });
    props.onSay(t().kept(modelTitle(name), connection.name));
  };
  const clear = () => {
    props.onClose();
    state.settings.set({ defaultModel: null });
    props.onSay(t().cleared);
  };
  return (
    <Dialog
      open={props.connection !== undefined}
      title={t().title}
      closeLabel={words().connect.edit.close}
      onClose={props.onClose}
      actions={
        <>
          <Show when={state.settings.value.defaultModel !== null}>
            <Button onClick={clear}>{t().clear}</Button>
          </Show>
          <Button onClick={() => props.onClose()}>{words().connect.edit.cancel}</Button>
          <Button variant="primary" disabled={picked() === ''} onClick={keep}>
            {t().keep}
          </Button>
        </>
      }
    >
      <p>{t().text}</p>
      <Show when={models().length > 0} fallback={<p>{t().noModels}</p>}>
        <Field label={t().label(props.connection?.name ?? '')}>
          {(slot) => (
            <Select
              {...slot}
              options={models().map(({ name }) => ({ value: name, label: modelTitle(name) }))}
              value={picked()}
              onPick={(name) => setChosen({ id: props.connection?.id ?? '', name })}
            />
          )}
        </Field>
      </Show>
    </Dialog>
  );
}
