import { For, type JSX, Match, Show, Switch } from 'solid-js';
import { isAnyServer } from '../../domain/any-server.ts';
import type { Fault } from '../../domain/fault.ts';
import type { ModelRef } from '../../domain/model.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { IconName } from '../../ui/icon-paths.ts';
import { useChat } from './chat-context.ts';
import { fenceFor } from './chat-model.ts';
import styles from './FailureCard.module.css';
import { FaultFoot } from './FaultFoot.tsx';
import { type NextStep, nextStepsFor, retryAt } from './next-step.ts';
import { otherServerFor } from './other-server.ts';
import { RetryButton } from './RetryButton.tsx';

export type FailureCardProps = {
  readonly fault: Fault;
  /** When it came, epoch ms. */
  readonly seenAt: number;
  /** Who was asked. */
  readonly model: ModelRef | undefined;
  readonly isBusy: boolean;
  readonly onRetry: (model?: ModelRef) => void;
  /** Continue and Try again, which go with every failure. */
  readonly steps: JSX.Element;
};

/** A reply that failed: what happened, what to do, and a button for each step that helps. */
export function FailureCard(props: FailureCardProps) {
  const state = useAppState();
  const { chat, moves } = useChat();
  const text = () => words().later.steps;
  const told = () => faultText(props.fault);
  const connectionId = () => {
    const asked = props.model ?? chat.model();
    return isAnyServer(asked) ? undefined : asked?.connectionId;
  };
  const doctor = () => {
    const id = connectionId();
    return id === undefined ? '#/connect' : `#/connect?c=${encodeURIComponent(id)}`;
  };
  const other = () =>
    otherServerFor(props.model ?? chat.model(), {
      connections: state.connections.list,
      catalogues: state.connections.catalogues,
      fence: fenceFor(chat.model(), chat.choices().fence),
    });
  const unlock = async () => {
    if (await state.vault.askUnlock()) props.onRetry();
  };
  const press = (label: string, icon: IconName, onClick: () => void) => (
    <Button size="small" icon={icon} disabled={props.isBusy} onClick={onClick}>
      {label}
    </Button>
  );
  const link = (label: string, href: string) => (
    <a class={styles['link']} href={href}>
      {label}
    </a>
  );
  const view = (step: NextStep) => (
    <Switch>
      <Match when={step === 'unlock'}>{press(text().unlock, 'lock', () => void unlock())}</Match>
      <Match when={step === 'choose-model'}>
        {press(words().chat.ends.chooseModel, 'models', moves.askModel)}
      </Match>
      <Match when={step === 'session-settings'}>
        {press(text().sessionSettings, 'sliders', moves.askSettings)}
      </Match>
      <Match when={step === 'widen-fence'}>
        {press(words().chat.ends.widenFence, 'sliders', moves.askSettings)}
      </Match>
      <Match when={step === 'other-server' && other()}>
        {(found) => (
          <Button
            size="small"
            icon="server"
            disabled={props.isBusy}
            onClick={() => props.onRetry(found().ref)}
          >
            {text().other(found().name)}
          </Button>
        )}
      </Match>
      <Match when={step === 'wait' && retryAt(props.fault, props.seenAt)}>
        {(at) => <RetryButton at={at()} disabled={props.isBusy} onRetry={() => props.onRetry()} />}
      </Match>
      <Match when={step === 'check-connection'}>
        {link(words().chat.ends.checkConnection, doctor())}
      </Match>
      <Match when={step === 'new-key'}>{link(text().newKey, doctor())}</Match>
      <Match when={step === 'free-space'}>{link(text().freeSpace, '#/settings/data')}</Match>
      <Match when={step === 'vault-settings'}>
        {link(text().vaultSettings, '#/settings/vault')}
      </Match>
      <Match when={step === 'reload'}>
        {press(words().app.reload, 'refresh', () => window.location.reload())}
      </Match>
    </Switch>
  );
  return (
    <div class={styles['failure']}>
      <Icon name="warning" />
      <div>
        <p class={styles['title']}>{told().title}</p>
        <Show when={told().next}>
          <p>{told().next}</p>
        </Show>
        <div class={styles['steps']}>
          <For each={nextStepsFor(props.fault)}>{view}</For>
          {props.steps}
        </div>
        <FaultFoot fault={props.fault} />
      </div>
    </div>
  );
}
