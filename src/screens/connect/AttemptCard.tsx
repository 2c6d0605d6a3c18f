import { Show } from 'solid-js';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './AttemptCard.module.css';
import type { Attempt } from './attempts.ts';
import { Ladder } from './Ladder.tsx';
import { hostOf, type PagePlace } from './look-for.ts';
import { NextSteps } from './NextSteps.tsx';

export type AttemptCardProps = {
  readonly page: PagePlace;
  readonly attempt: Attempt;
  /** Open from the start; otherwise it is one line until asked. */
  readonly isOpen: boolean;
  readonly canRetry: boolean;
  readonly onTry: (baseUrl: string) => void;
};

/** One attempt, step by step, and what to do where it stopped. */
export function AttemptCard(props: AttemptCardProps) {
  const fault = () => {
    const { outcome } = props.attempt;
    return outcome.state === 'failed' ? outcome.fault : undefined;
  };
  const isAsking = () => props.attempt.outcome.state === 'asking';
  return (
    <details class={styles['card']} open={props.isOpen}>
      <summary class={styles['summary']}>
        <b>{hostOf(props.attempt.baseUrl)}</b>
        <Show when={fault()}>{(told) => <span>{faultText(told()).title}</span>}</Show>
      </summary>
      <Ladder
        facts={{ ...props.attempt, page: props.page }}
        label={words().connect.ladder.label(hostOf(props.attempt.baseUrl))}
      />
      <Show when={fault()}>
        {(told) => (
          <NextSteps
            page={props.page}
            baseUrl={props.attempt.baseUrl}
            fault={told()}
            onTry={props.onTry}
          />
        )}
      </Show>
      <Show when={props.canRetry && !isAsking()}>
        <div class={styles['foot']}>
          <Button icon="refresh" onClick={() => props.onTry(props.attempt.baseUrl)}>
            {words().connect.address.again}
          </Button>
        </div>
      </Show>
    </details>
  );
}
