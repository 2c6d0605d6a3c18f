import { createSignal, Show } from 'solid-js';
import { loadWords, words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProofForm } from '../ProofForm.tsx';
import { useChat } from './chat-context.ts';
import styles from './UnlockNotice.module.css';

/** A turn waits for a sealed key: the vault is opened right here, and the turn goes on by itself. Fetched when needed. */
export function UnlockNotice() {
  const state = useAppState();
  const { chat } = useChat();
  const [hasWords, setHasWords] = createSignal(false);
  loadWords('vault').then(
    () => setHasWords(true),
    () => undefined, // the phase still says what it waits for, and Stop is beside the composer
  );
  const t = () => words().vault.inPlace;
  const text = () => {
    const turn = chat.turn();
    const id = chat.model()?.connectionId;
    const name =
      turn?.connectionName ?? (id === undefined ? undefined : state.connections.byId(id)?.name);
    return name === undefined ? t().text : t().textOf(name);
  };
  return (
    <Show when={hasWords()}>
      <section class={styles['notice']} aria-label={t().title}>
        <p class={styles['said']} role="status">
          <Icon name="lock" size="small" />
          <span>
            <b>{t().title}.</b> {text()}
          </span>
        </p>
        <ProofForm
          submitLabel={words().vault.proof.unlock}
          onProof={(proof) => state.vault.unlock(proof)}
          actions={
            <Button
              onClick={() => {
                const turn = chat.turn();
                if (turn) void state.turns.stop(turn.sessionId);
              }}
            >
              {t().stop}
            </Button>
          }
        />
      </section>
    </Show>
  );
}
