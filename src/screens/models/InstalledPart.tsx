/** `#/models`: the installed models of all servers, and the field to pull more. */
import { onCleanup, Show } from 'solid-js';
import { parseModelName } from '../../domain/model-name.ts';
import { modelLayouts, modelSorts } from '../../domain/model-order.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { LazyRoomLine } from './browser/LazyRoomLine.tsx';
import { createModelList } from './create-model-list.ts';
import styles from './InstalledPart.module.css';
import { ListTroubles } from './ListTroubles.tsx';
import { ModelList } from './ModelList.tsx';
import { listsInstalled } from './model-rows.ts';
import { useModels } from './models-context.ts';
import { PullBar } from './PullBar.tsx';
import { SelectionBar } from './SelectionBar.tsx';

export function InstalledPart() {
  const state = useAppState();
  const models = useModels();
  const list = createModelList(state, models);
  const t = () => words().models;
  let field: HTMLInputElement | undefined;
  let pull: (() => void) | undefined;

  const focusFilter = () => {
    field?.focus();
    field?.select();
  };
  const onFind = (event: KeyboardEvent) => {
    const isFind = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey);
    if (!isFind || event.shiftKey || event.altKey || event.defaultPrevented) return;
    if (document.querySelector('dialog:modal')) return;
    event.preventDefault();
    focusFilter();
  };
  document.addEventListener('keydown', onFind);
  onCleanup(() => document.removeEventListener('keydown', onFind));

  const servers = () =>
    state.connections.list.filter((each) => each.enabled && listsInstalled(each));
  /** What this browser lists; empty where it lists nothing. */
  const keptHere = () => {
    const own = models.rows().filter(({ connection }) => connection.kind === 'browser');
    return own.map(({ model }) => `${model.name} ${model.sizeBytes ?? 0}`).join('\n');
  };
  const isAsking = () =>
    !state.connections.known ||
    servers().some(({ id, health }) => {
      const known = state.connections.catalogues.find((each) => each.id === id);
      if (known && known.fetchedAt > 0) return false;
      return health.status === 'unknown' || health.status === 'checking' || known?.refreshing;
    });
  const typedName = () => {
    const typed = parseModelName(list.filter());
    return typed.ok && models.able().length > 0 ? list.filter().trim() : undefined;
  };
  return (
    <>
      <div class={styles['bar']}>
        <PullBar
          list={list}
          onField={(element) => {
            field = element;
          }}
          onPull={(run) => {
            pull = run;
          }}
        />
        <a class={styles['link']} href="#/models/find">
          {t().find}
        </a>
        <Button icon="device" onClick={() => models.ask({ dialog: 'add' })}>
          {t().addHere}
        </Button>
        <Show when={models.able().length > 0}>
          <Button onClick={() => models.runList('pull-all')}>{t().updateAll}</Button>
        </Show>
      </div>
      <ListTroubles />
      <Show
        when={list.entries().length > 0}
        fallback={
          <Show
            when={!isAsking()}
            fallback={
              <p class={styles['asking']} role="status">
                <Spinner /> {t().empty.loading}
              </p>
            }
          >
            <Show
              when={models.rows().length > 0}
              fallback={<NothingInstalled hasServers={servers().length > 0} />}
            >
              <EmptyState
                icon="search"
                title={t().empty.nothing}
                actions={
                  <>
                    <Button onClick={() => list.setFilter('')}>{t().empty.clear}</Button>
                    <Show when={typedName()}>
                      {(name) => (
                        <Button variant="primary" onClick={() => pull?.()}>
                          {t().empty.pullIt(name())}
                        </Button>
                      )}
                    </Show>
                  </>
                }
              >
                <Show when={typedName()}>{(name) => t().empty.nothingText(name())}</Show>
              </EmptyState>
            </Show>
          </Show>
        }
      >
        <div class={styles['choices']}>
          {/* Mounted anew with each change of what is kept: the room is another one then. */}
          <Show when={keptHere()} keyed>
            <LazyRoomLine />
          </Show>
          <Select
            aria-label={t().layout}
            title={t().layout}
            options={modelLayouts.map((value) => ({ value, label: t().layouts[value] }))}
            value={state.settings.value.modelLayout}
            onPick={(picked) => {
              const modelLayout = modelLayouts.find((each) => each === picked);
              if (modelLayout) state.settings.set({ modelLayout });
            }}
          />
          <Select
            aria-label={t().sort}
            title={t().sort}
            options={modelSorts.map((value) => ({ value, label: t().sorts[value] }))}
            value={state.settings.value.modelSort}
            onPick={(picked) => {
              const modelSort = modelSorts.find((each) => each === picked);
              if (modelSort) state.settings.set({ modelSort });
            }}
          />
          <IconButton
            icon="refresh"
            label={t().refresh}
            onClick={() => models.runList('refresh')}
          />
        </div>
        <SelectionBar list={list} />
        <ModelList list={list} onFilterKey={focusFilter} />
      </Show>
    </>
  );
}

function NothingInstalled(props: { readonly hasServers: boolean }) {
  const t = () => words().models.empty;
  return (
    <Show
      when={props.hasServers}
      fallback={
        <EmptyState
          icon="server"
          title={t().noServers}
          actions={
            <a class={styles['link']} href="#/connect">
              {t().connect}
            </a>
          }
        >
          {t().noServersText}
        </EmptyState>
      }
    >
      <EmptyState
        icon="models"
        title={t().none}
        actions={
          <a class={styles['link']} href="#/models/find">
            {words().models.find}
          </a>
        }
      >
        {t().noneText}
      </EmptyState>
    </Show>
  );
}
