import { For, Show } from 'solid-js';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { AttemptCard } from './AttemptCard.tsx';
import type { Attempt } from './attempts.ts';
import { FoundCard } from './FoundCard.tsx';
import { type FoundServer, hostOf, isSameAddress, type PagePlace } from './look-for.ts';
import styles from './Results.module.css';
import { readResults } from './results.ts';

export type ResultsProps = {
  readonly ref: (element: HTMLElement) => void;
  readonly page: PagePlace;
  readonly attempts: readonly Attempt[];
  /** The field above says what was asked, and its button asks again. */
  readonly isTyped: boolean;
  /** Name and password for a proxy go along. */
  readonly hasCredentials: boolean;
  readonly onConnect: (server: FoundServer, key: string) => Promise<void>;
  readonly onOpen: (id: string, name: string, server: FoundServer) => void;
  readonly onTry: (baseUrl: string) => void;
};

/** Servers that answered, then what needs a step, then in one line the addresses where nothing was. */
export function Results(props: ResultsProps) {
  const state = useAppState();
  const results = () => readResults(props.attempts);
  const keptAs = (server: FoundServer) =>
    state.connections.list.find((each) => isSameAddress(each.baseUrl, server.baseUrl));
  const isNothing = () => {
    const { servers, problems, asking } = results();
    return servers.length + problems.length + asking.length === 0;
  };
  const quietWords = () => {
    const { length } = results().quiet;
    return isNothing() ? words().connect.nothing(length) : words().connect.quiet(length);
  };
  const canRetry = () => !props.isTyped || props.attempts.length > 1;
  return (
    <div ref={(element) => props.ref(element)} class={styles['results']}>
      <Show when={isNothing()}>
        <p>{words().connect.next.start}</p>
      </Show>
      <For each={results().servers}>
        {(server) => (
          <FoundCard
            server={server}
            keptAs={keptAs(server)}
            hasCredentials={props.hasCredentials}
            onConnect={(chosen, key) => props.onConnect(chosen, key)}
            onOpen={(id, name) => props.onOpen(id, name, server)}
          />
        )}
      </For>
      <Show when={props.attempts.length === 1 && results().asking[0]}>
        {(attempt) => (
          <AttemptCard
            page={props.page}
            attempt={attempt()}
            isOpen
            canRetry={canRetry()}
            onTry={props.onTry}
          />
        )}
      </Show>
      <For each={results().problems}>
        {(attempt) => (
          <AttemptCard
            page={props.page}
            attempt={attempt}
            isOpen={results().problems.length === 1 && results().servers.length === 0}
            canRetry={canRetry()}
            onTry={props.onTry}
          />
        )}
      </For>
      <Show when={results().quiet.length > 0}>
        <details class={styles['quiet']}>
          <summary>{quietWords()}</summary>
          <ul>
            <For each={results().quiet}>
              {(attempt) => (
                <li>
                  <span>{hostOf(attempt.baseUrl)}</span>
                  <small>{faultText(attempt.outcome.fault).title}</small>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </div>
  );
}
