/** One row of the session list: a link, and beside it what can be done to the session. */
import { Show } from 'solid-js';
import { modelTitle } from '../../domain/model-title.ts';
import type { SessionRow as Row } from '../../domain/session.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { RowTitleInput } from './RowTitleInput.tsx';
import styles from './SessionRow.module.css';

export type SessionRowProps = {
  readonly place: number;
  /** `undefined` while its window is on the way. */
  readonly row: Row | undefined;
  /** The heading above, on the first row of its group. */
  readonly group: string | undefined;
  readonly isCurrent: boolean;
  readonly isActive: boolean;
  /** The pointer or the focus is on it. */
  readonly showsActions: boolean;
  /** Set while the title is being changed. */
  readonly editedTitle: string | undefined;
  readonly onLink: (link: HTMLElement) => void;
  readonly onPoint: () => void;
  readonly onFocus: () => void;
  readonly onOpen: () => void;
  readonly onRename: () => void;
  readonly onRemove: () => void;
  readonly onTitle: (title: string) => void;
  readonly onCommit: (refocus: boolean) => void;
  readonly onCancel: () => void;
};

/** Where nothing hovers, every row shows its button. */
const hasHover = () => window.matchMedia('(hover: hover)').matches;

export function SessionRow(props: SessionRowProps) {
  const state = useAppState();
  const title = () => props.row?.title || words().app.list.untitled;
  const under = () => {
    const model = props.row?.model;
    if (!model) return '';
    const connection = state.connections.byId(model.connectionId);
    const name = modelTitle(model.name);
    return connection ? `${name} · ${connection.name}` : name;
  };
  const turn = () => (props.row ? state.turns.of(props.row.id) : undefined);
  const showsActions = () => props.showsActions || !hasHover();
  const entries = () => [
    { id: 'rename', label: words().app.list.rename, icon: 'pencil', hint: 'F2' } as const,
    { id: 'delete', label: words().app.list.delete, icon: 'trash', danger: true } as const,
  ];
  return (
    <>
      <Show when={props.group}>{(name) => <h2 class={styles['group']}>{name()}</h2>}</Show>
      <div
        class={styles['row']}
        data-place={props.place}
        data-current={props.isCurrent ? '' : undefined}
        onPointerEnter={() => props.onPoint()}
        onFocusIn={() => props.onFocus()}
      >
        <Show when={props.row} fallback={<span class={styles['unknown']} aria-hidden="true" />}>
          {(row) => (
            <>
              <Show
                when={props.editedTitle !== undefined}
                fallback={
                  <a
                    ref={(element) => props.onLink(element)}
                    class={styles['link']}
                    href={`#/s/${encodeURIComponent(row().id)}`}
                    title={title()}
                    draggable="false"
                    tabindex={props.isActive ? 0 : -1}
                    aria-current={props.isCurrent ? 'page' : undefined}
                    onClick={(event) => {
                      // The second press of a double one renames; it must not lead away.
                      if (event.detail < 2) props.onOpen();
                    }}
                    onDblClick={(event) => {
                      event.preventDefault();
                      props.onRename();
                    }}
                  >
                    <span class={styles['title']}>
                      <Show when={turn()}>
                        <StatusDot tone="busy" label={`${words().app.list.replying}: `} />
                      </Show>
                      <span>{title()}</span>
                    </span>
                    <small>{under()}</small>
                  </a>
                }
              >
                <RowTitleInput
                  title={props.editedTitle ?? ''}
                  onInput={props.onTitle}
                  onCommit={props.onCommit}
                  onCancel={props.onCancel}
                />
              </Show>
              <Show when={props.editedTitle === undefined}>
                <span class={styles['actions']}>
                  <Show when={turn() && showsActions()}>
                    <IconButton
                      icon="stop"
                      size="small"
                      label={words().app.list.stop}
                      onClick={() => void state.turns.stop(row().id)}
                    />
                  </Show>
                  <Show when={showsActions()}>
                    <Menu
                      label={words().app.list.rowActions(title())}
                      size="small"
                      entries={entries()}
                      onPick={(id) => (id === 'rename' ? props.onRename() : props.onRemove())}
                    />
                  </Show>
                </span>
              </Show>
            </>
          )}
        </Show>
      </div>
    </>
  );
}
