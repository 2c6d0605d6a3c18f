import { Show } from 'solid-js';
import type { Session } from '../../domain/session.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import styles from './ChatView.module.css';

export type MissingSessionProps = {
  /** Set where it was deleted and can still be brought back. */
  readonly session: Session | undefined;
};

export function MissingSession(props: MissingSessionProps) {
  const state = useAppState();
  const text = () => words().chat.missing;
  return (
    <div class={styles['missing']}>
      <EmptyState
        icon="chat"
        title={props.session ? text().deleted : text().title}
        actions={
          <>
            <Show when={props.session}>
              {(session) => (
                <Button variant="primary" onClick={() => state.sessions.restore(session().id)}>
                  {text().restore}
                </Button>
              )}
            </Show>
            <a href="#/s/new">{text().startNew}</a>
          </>
        }
      >
        {props.session ? text().deletedHint : text().hint}
      </EmptyState>
    </div>
  );
}
