import { Show, Suspense } from 'solid-js';
import type { Fault } from '../../domain/fault.ts';
import type { MessageView } from '../../domain/message.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useChat } from './chat-context.ts';
import { FailureCard, FaultFoot } from './later-parts.ts';
import { canContinue } from './message-actions.ts';
import styles from './ReplyEnd.module.css';

export type ReplyEndProps = { readonly row: MessageView };

/** How a reply ended where that is worth a word, and the one or two steps that help. */
export function ReplyEnd(props: ReplyEndProps) {
  const state = useAppState();
  const { chat, moves } = useChat();
  const text = () => words().chat.ends;
  const note = () => {
    const { status, finish } = props.row;
    if (status === 'stopped') return text().stopped;
    if (status === 'interrupted') return text().interrupted;
    if (status === 'done' && finish && finish.reason !== 'stop')
      return text().reasons[finish.reason];
    return undefined;
  };
  const retry = (model = chat.model()) => {
    moves.followEnd();
    void state.turns.regenerate(props.row.id, model);
  };
  const resume = () => {
    moves.followEnd();
    void state.turns.resume(props.row.id);
  };
  const isBusy = () => chat.turn() !== undefined;
  const steps = () => (
    <span class={styles['steps']}>
      <Show when={canContinue(props.row)}>
        <Button size="small" icon="continue" disabled={isBusy()} onClick={resume}>
          {words().chat.actions.continue}
        </Button>
      </Show>
      <Show when={props.row.status !== 'done'}>
        <Button size="small" icon="refresh" disabled={isBusy()} onClick={() => retry()}>
          {text().retry}
        </Button>
      </Show>
    </span>
  );
  return (
    <>
      <Show when={props.row.contextCut}>
        {(cut) => (
          <p class={styles['note']} data-tone="warning">
            <Icon name="warning" size="small" />
            <span>
              {text().contextCut(
                formatNumber(cut().countedTokens),
                formatNumber(cut().estimatedTokens),
              )}
            </span>
          </p>
        )}
      </Show>
      <Show when={props.row.status === 'failed'}>
        <Suspense>
          <FailureCard
            fault={props.row.fault ?? { kind: 'unexpected', message: '' }}
            seenAt={props.row.finishedAt ?? props.row.createdAt}
            model={props.row.model}
            isBusy={isBusy()}
            onRetry={retry}
            steps={steps()}
          />
        </Suspense>
      </Show>
      <Show when={note()}>
        {(said) => (
          <div class={styles['note']}>
            <Icon name={props.row.status === 'stopped' ? 'stop' : 'info'} size="small" />
            <span>
              {said()}
              <Show when={props.row.status === 'interrupted' && props.row.fault}>
                {(fault) => <> {saidOf(fault())}</>}
              </Show>
            </span>
            {steps()}
            <Show when={props.row.status === 'interrupted' && props.row.fault}>
              {(fault) => (
                <Suspense>
                  <FaultFoot fault={fault()} />
                </Suspense>
              )}
            </Show>
          </div>
        )}
      </Show>
    </>
  );
}

function saidOf(fault: Fault): string {
  const { title, next } = faultText(fault);
  return next === undefined ? `${title}.` : `${title}. ${next}`;
}
