import { useNavigate, useParams, useSearchParams } from '@solidjs/router';
import { createMemo, Show } from 'solid-js';
import { newId } from '../../lib/ids.ts';
import { ChatView } from './ChatView.tsx';

/**
 * `#/s/:id` and `#/s/new`. A new session gets its id here and its address once it is stored, so that nothing on screen is
 * made again when the address changes.
 */
export function ChatScreen() {
  const params = useParams<{ id: string }>();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{ m?: string; q?: string }>();
  const isNew = () => params.id === 'new';
  const shown = createMemo(
    () =>
      isNew()
        ? { id: newId(), isNew: true, text: search.q ?? '' }
        : { id: params.id, isNew: false, text: '' },
    undefined,
    {
      // The address of a session that was new until now.
      equals: (before, now) => !now.isNew && before.id === now.id,
    },
  );

  return (
    <Show when={shown()} keyed>
      {(session) => (
        <ChatView
          id={session.id}
          isNew={session.isNew}
          firstText={session.text}
          jumpTo={search.m}
          onJumped={() => setSearch({ m: undefined }, { replace: true })}
          onStored={() => {
            // By the time it is stored, another session may stand here.
            if (isNew() && shown().id === session.id)
              navigate(`/s/${encodeURIComponent(session.id)}`, { replace: true });
          }}
        />
      )}
    </Show>
  );
}
