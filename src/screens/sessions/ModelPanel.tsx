import { createMemo, createSignal, For, Show } from 'solid-js';
import { isAnyServer } from '../../domain/any-server.ts';
import type { Category, ModelRef } from '../../domain/model.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { PickerPanel } from '../../ui/PickerPanel.tsx';
import { useChat } from './chat-context.ts';
import { ModelActions } from './ModelActions.tsx';
import styles from './ModelPanel.module.css';
import { listModels, optionId } from './model-list.ts';
import { changeMark } from './model-marks.ts';

export type ModelPanelProps = { readonly onClose: () => void };

const kinds = [
  'chat',
  'reasoning',
  'vision',
  'code',
  'embedding',
  'image',
] as const satisfies readonly Category[];
const hiddenChip = 'hidden';

/** All models of all connections that are on, as their servers last listed them. */
export function ModelPanel(props: ModelPanelProps) {
  const state = useAppState();
  const { chat } = useChat();
  const text = () => words().later.picker;
  const openedAt = nowAt();
  const [kind, setKind] = createSignal<Category | 'all'>('all');
  const [showsHidden, setShowsHidden] = createSignal(false);
  const connections = () => state.connections.list.filter((each) => each.enabled);
  const list = createMemo(() =>
    listModels({
      connections: state.connections.list,
      catalogues: state.connections.catalogues,
      chosen: chat.model(),
      defaultModel: state.settings.value.defaultModel,
      kind: kind(),
      showsHidden: showsHidden(),
      nowAt: openedAt,
    }),
  );
  const describe = (ref: ModelRef | undefined) => {
    // Some lists leave out the context, and whether the transcript fits it is told before Send.
    if (!ref || isAnyServer(ref) || state.connections.model(ref)?.contextLength !== undefined)
      return;
    void state.connections.describe(ref);
  };
  describe(chat.model());

  const filters = () => {
    const offered = kinds.filter((each) => list().kinds.has(each));
    const chips = (offered.length > 1 ? (['all', ...offered] as const) : []).map((id) => ({
      id,
      label: id === 'all' ? text().all : text().kinds[id],
      isOn: kind() === id,
    }));
    const hidden = list().hiddenCount;
    const hiddenLabel = text().showHidden(String(hidden));
    return hidden === 0
      ? chips
      : [...chips, { id: hiddenChip, label: hiddenLabel, isOn: showsHidden() }];
  };
  const onFilter = (id: string) => {
    if (id === hiddenChip) setShowsHidden((was) => !was);
    else setKind(kinds.find((each) => each === id) ?? 'all');
  };
  const pick = (id: string) => {
    const ref = list().refsById.get(id);
    props.onClose();
    if (!ref) return;
    chat.choose({ model: ref });
    describe(ref);
  };
  const onMark = (id: string, markId: string) => {
    const ref = list().refsById.get(id);
    if (ref) changeMark(state, ref, markId === 'favourite' ? 'favouriteModels' : 'hiddenModels');
  };
  const value = () => {
    const chosen = chat.model();
    return chosen && optionId(chosen);
  };
  const isRefreshing = () => state.connections.catalogues.some((each) => each.refreshing);
  const faults = () =>
    connections().flatMap((connection) => {
      const { fault } =
        state.connections.catalogues.find((each) => each.connectionId === connection.id) ?? {};
      return fault ? [`${connection.name}: ${faultText(fault).title}`] : [];
    });
  return (
    <PickerPanel
      label={words().chat.picker.label}
      groups={list().groups}
      value={value()}
      searchLabel={text().search}
      emptyLabel={connections().length === 0 ? text().noConnections : text().nothing}
      filters={filters()}
      filtersLabel={text().categories}
      onFilter={onFilter}
      onPick={pick}
      onMark={onMark}
      footer={
        <div class={styles['footer']}>
          <For each={faults()}>{(fault) => <small class={styles['fault']}>{fault}</small>}</For>
          <Show when={chat.model()}>{(model) => <ModelActions model={model()} />}</Show>
          <span class={styles['end']}>
            <Show when={isRefreshing()}>
              <small>{text().refreshing}</small>
            </Show>
            <Button
              size="small"
              variant="quiet"
              icon="refresh"
              disabled={isRefreshing()}
              onClick={() => state.connections.refreshModels()}
            >
              {text().refresh}
            </Button>
          </span>
        </div>
      }
    />
  );
}
