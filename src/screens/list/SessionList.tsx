/** The session list pane: search, the button for a new session, the titles, and below them what the messages hold. */
import { useNavigate } from '@solidjs/router';
import { createSignal, onCleanup, Show, Suspense } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { createHitSearch } from './hit-search.ts';
import { SearchHits } from './later-hits.ts';
import styles from './SessionList.module.css';
import { type RowsHandle, SessionRows } from './SessionRows.tsx';

export type SessionListHandle = {
  readonly focusSearch: () => void;
  /** The session above (-1) or below (1) the current one. */
  readonly neighbour: (step: -1 | 1) => string | undefined;
};

export type SessionListProps = {
  /** The session shown in the work area; `undefined` while another screen or a new session is. */
  readonly currentId: string | undefined;
  /** A row was opened, also when it was the current one. */
  readonly onOpen: () => void;
  readonly onHandle: (handle: SessionListHandle) => void;
};

const hitLimit = 40;

export function SessionList(props: SessionListProps) {
  const state = useAppState();
  const navigate = useNavigate();
  const [filter, setFilter] = createSignal('');
  const search = createHitSearch((text) => state.sessions.search(text, hitLimit));
  let input: HTMLInputElement | undefined;
  let rows: RowsHandle | undefined;
  onCleanup(() => {
    rows = undefined;
  });

  const type = (text: string) => {
    setFilter(text);
    search.ask(text);
  };
  props.onHandle({
    focusSearch: () => {
      input?.focus();
      input?.select();
    },
    neighbour: (step) => rows?.neighbour(step),
  });
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && filter() !== '') {
      event.preventDefault();
      type('');
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      rows?.focusFirst();
    }
  };
  return (
    <div class={styles['pane']}>
      <header class={styles['head']}>
        <div class={styles['search']}>
          <TextInput
            ref={(element: HTMLInputElement) => {
              input = element;
            }}
            type="search"
            enterkeyhint="search"
            aria-label={words().app.list.search}
            placeholder={words().app.list.search}
            value={filter()}
            onInput={type}
            onKeyDown={onSearchKey}
          />
          <Show when={filter() !== ''}>
            <span class={styles['clear']}>
              <IconButton
                icon="close"
                size="small"
                label={words().app.list.clearSearch}
                onClick={() => {
                  type('');
                  input?.focus();
                }}
              />
            </span>
          </Show>
        </div>
        <IconButton
          icon="plus"
          variant="plain"
          label={words().app.list.newSession}
          onClick={() => {
            navigate('/s/new');
            props.onOpen();
          }}
        />
      </header>
      <SessionRows
        filter={filter().trim()}
        currentId={props.currentId}
        onOpen={props.onOpen}
        onHandle={(handle) => {
          rows = handle;
        }}
      />
      <Show when={search.state().status !== 'idle'}>
        <Suspense>
          <SearchHits state={search.state()} onOpen={props.onOpen} />
        </Suspense>
      </Show>
    </div>
  );
}
