import { createMemo, createSignal, Show } from 'solid-js';
import type { Model } from '../../domain/model.ts';
import { modelTitle } from '../../domain/model-title.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatAgo, formatBytes, formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { nowAt } from '../../lib/timing.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Picker } from '../../ui/Picker.tsx';
import { StatusDot, type StatusTone } from '../../ui/StatusDot.tsx';
import { useChat } from './chat-context.ts';
import { canChat } from './chat-model.ts';
import styles from './ModelPicker.module.css';

export type ModelPickerProps = {
  /** Hands out a way to open the list from elsewhere. */
  readonly onOpener: (open: () => void) => void;
};

/** Who answers in this session: all models of all connections that are on, as their servers last listed them. */
export function ModelPicker(props: ModelPickerProps) {
  const state = useAppState();
  const { chat } = useChat();
  const text = () => words().chat.picker;
  const [openedAt, setOpenedAt] = createSignal(nowAt());
  const connections = () => state.connections.list.filter((each) => each.enabled);
  const catalogueOf = (id: string) =>
    state.connections.catalogues.find((each) => each.connectionId === id);
  const detailOf = (model: Model) =>
    [
      // The folder, where the name is the path of a file.
      model.name.slice(0, -modelTitle(model.name).length),
      model.parameterSize,
      model.quantization,
      model.sizeBytes === undefined ? undefined : formatBytes(model.sizeBytes),
      model.contextLength === undefined
        ? undefined
        : text().context(formatNumber(model.contextLength)),
    ]
      .filter((each) => each !== undefined && each !== '')
      .join(' · ');
  const badgesOf = (model: Model) => [
    ...(model.loaded ? [text().loaded] : []),
    ...(model.abilities ?? [])
      .filter((each) => each !== 'completion')
      .map((each) => text().abilities[each]),
  ];
  const groups = createMemo(() =>
    connections().map((connection) => ({
      id: connection.id,
      label: connection.name,
      options: (catalogueOf(connection.id)?.models ?? [])
        .filter(canChat)
        .map((model) => ({
          id: optionId(connection.id, model.name),
          label: modelTitle(model.name),
          detail: detailOf(model),
          badges: badgesOf(model),
        }))
        .toSorted((a, b) => a.label.localeCompare(b.label, undefined, { numeric: true })),
    })),
  );
  const tone = (): StatusTone => {
    const connection = state.connections.byId(chat.model()?.connectionId ?? '');
    const status = connection?.enabled ? connection.health.status : undefined;
    if (status === 'up') return 'ok';
    if (status === 'down') return 'error';
    if (status === 'key-wanted') return 'warn';
    return status === 'loading' || status === 'checking' ? 'busy' : 'off';
  };
  const value = () => {
    const chosen = chat.model();
    return chosen && optionId(chosen.connectionId, chosen.name);
  };
  const pick = (id: string) => {
    for (const connection of connections()) {
      const model = catalogueOf(connection.id)?.models.find(
        (each) => optionId(connection.id, each.name) === id,
      );
      if (!model) continue;
      const ref = { connectionId: connection.id, name: model.name };
      chat.choose({ model: ref });
      // Some lists leave out the context, and whether the transcript fits it is told before Send.
      if (model.contextLength === undefined) void state.connections.describe(ref);
    }
  };
  const shownName = () => {
    const name = chat.model()?.name;
    return name === undefined ? text().choose : modelTitle(name);
  };
  const age = () => {
    const oldest = Math.min(
      ...connections().map((each) => catalogueOf(each.id)?.fetchedAt ?? Number.POSITIVE_INFINITY),
    );
    return Number.isFinite(oldest) ? text().age(formatAgo(oldest, openedAt())) : '';
  };
  const isRefreshing = () => state.connections.catalogues.some((each) => each.refreshing);
  const faults = () =>
    connections().flatMap((connection) => {
      const fault = catalogueOf(connection.id)?.fault;
      return fault ? [`${connection.name}: ${faultText(fault).title}`] : [];
    });
  return (
    <span
      ref={(element) => props.onOpener(() => element.querySelector('button')?.click())}
      class={styles['picker']}
    >
      <Picker
        label={text().label}
        groups={groups()}
        value={value()}
        onPick={pick}
        searchLabel={text().search}
        emptyLabel={connections().length === 0 ? text().noConnections : text().nothing}
        onOpen={() => {
          setOpenedAt(nowAt());
          const chosen = chat.model();
          if (chosen) void state.connections.describe(chosen);
        }}
        footer={
          <div class={styles['footer']}>
            <Show when={faults().length > 0}>
              <small class={styles['faults']}>{faults().join(' ')}</small>
            </Show>
            <small>{isRefreshing() ? text().refreshing : age()}</small>
            <Button
              size="small"
              variant="quiet"
              icon="refresh"
              disabled={isRefreshing()}
              onClick={() => state.connections.refreshModels()}
            >
              {text().refresh}
            </Button>
          </div>
        }
      >
        <StatusDot tone={tone()} />
        <span class={styles['name']}>{shownName()}</span>
      </Picker>
    </span>
  );
}

/** Unique over all connections; read back by comparing, never by cutting apart. */
function optionId(connectionId: string, name: string): string {
  return `${connectionId}/${name}`;
}
