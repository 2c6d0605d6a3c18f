import { For, Show } from 'solid-js';
import { zoneOf } from '../../domain/address.ts';
import type { ProviderKind } from '../../domain/connection.ts';
import type { Fault } from '../../domain/fault.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { hostOf, type PagePlace } from './look-for.ts';
import styles from './NextSteps.module.css';
import { OriginsHelp } from './OriginsHelp.tsx';

export type NextStepsProps = {
  readonly page: PagePlace;
  readonly baseUrl: string;
  /** Where the server's kind is known already. */
  readonly kind?: ProviderKind | undefined;
  readonly fault: Fault;
  readonly onTry?: ((baseUrl: string) => void) | undefined;
};

/** What to do about a fault, beyond its own sentence: commands, another address, ways to host. */
export function NextSteps(props: NextStepsProps) {
  const alternative = () =>
    props.fault.kind === 'not-listening' ? props.fault.alternative : undefined;
  return (
    <div class={styles['next']}>
      <For each={adviceFor(props.fault, props.baseUrl)}>{(line) => <p>{line}</p>}</For>
      <Show when={props.onTry && alternative()}>
        {(url) => (
          <Button onClick={() => props.onTry?.(url())}>
            {words().connect.tryInstead(hostOf(url()))}
          </Button>
        )}
      </Show>
      <Show when={needsHosting(props.fault)}>
        <p>
          <a href="#/help#hosting">{words().connect.next.hosting}</a>
        </p>
      </Show>
      <Show when={props.fault.kind === 'cors-refused'}>
        <OriginsHelp page={props.page} baseUrl={props.baseUrl} kind={props.kind} />
      </Show>
    </div>
  );
}

function adviceFor(fault: Fault, baseUrl: string): readonly string[] {
  const t = words().connect.next;
  const isHere = zoneOf(baseUrl) === 'device';
  switch (fault.kind) {
    case 'not-listening':
    case 'unreachable':
    case 'no-answer':
      return isHere ? [t.start] : [t.bound, t.firewall];
    case 'mixed-content':
      return [t.mixed];
    default:
      return [];
  }
}

function needsHosting(fault: Fault): boolean {
  return ['mixed-content', 'insecure-origin', 'local-network-denied'].includes(fault.kind);
}
