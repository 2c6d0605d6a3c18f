import { type JSX, Show } from 'solid-js';
import type { Fault } from '../../domain/fault.ts';
import type { MessageView } from '../../domain/message.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useChat } from './chat-context.ts';
import { canContinue } from './message-actions.ts';
import { nextStepFor } from './next-step.ts';
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
  const retry = () => {
    moves.followEnd();
    void state.turns.regenerate(props.row.id, chat.model());
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
        <Button size="small" icon="refresh" disabled={isBusy()} onClick={retry}>
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
        <FailureCard
          fault={props.row.fault ?? { kind: 'unexpected', message: '' }}
          connectionId={props.row.model?.connectionId ?? chat.model()?.connectionId}
          steps={steps()}
        />
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

function FailureCard(props: {
  readonly fault: Fault;
  readonly connectionId: string | undefined;
  readonly steps: JSX.Element;
}) {
  const { moves } = useChat();
  const told = () => faultText(props.fault);
  const step = () => nextStepFor(props.fault);
  return (
    <div class={styles['failure']}>
      <Icon name="warning" />
      <div>
        <p class={styles['title']}>{told().title}</p>
        <Show when={told().next}>
          <p>{told().next}</p>
        </Show>
        <div class={styles['steps']}>
          <Show when={step() === 'choose-model'}>
            <Button size="small" variant="primary" icon="models" onClick={() => moves.askModel()}>
              {words().chat.ends.chooseModel}
            </Button>
          </Show>
          <Show when={step() === 'check-connection' && props.connectionId}>
            {(id) => (
              <a class={styles['link']} href={`#/connect?c=${encodeURIComponent(id())}`}>
                {words().chat.ends.checkConnection}
              </a>
            )}
          </Show>
          {props.steps}
        </div>
      </div>
    </div>
  );
}
