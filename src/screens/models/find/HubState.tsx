import { Show } from 'solid-js';
import type { HubAnswer } from '../../../domain/hub.ts';
import { formatAgo } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { nowAt } from '../../../lib/timing.ts';
import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Spinner } from '../../../ui/Spinner.tsx';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';
import { hubTrouble } from './hub-words.ts';

export type HubStateProps = {
  readonly answer: HubAnswer | undefined;
  readonly onAgain: () => void;
};

/** How old an answer is, whether a newer one is on its way, and why there is none. */
export function HubState(props: HubStateProps) {
  const find = useFind();
  const t = () => words().find;
  const ago = () => {
    const at = props.answer?.fetchedAt;
    return at === undefined ? undefined : formatAgo(at, nowAt());
  };
  return (
    <>
      <Show when={props.answer?.fault}>
        {(fault) => (
          <p class={styles['trouble']} role="alert">
            <Icon name="warning" size="small" />
            <span>
              {hubTrouble(fault(), find.host())}{' '}
              <small>
                <Show when={ago()} fallback={t().trouble.nothingKept}>
                  {(when) => t().trouble.kept(when())}
                </Show>
              </small>
            </span>
            <Show when={find.mayAsk()}>
              <Button size="small" onClick={() => props.onAgain()}>
                {t().hub.again}
              </Button>
            </Show>
          </p>
        )}
      </Show>
      <Show when={!props.answer?.fault}>
        <p class={styles['age']}>
          <Show
            when={props.answer?.isAsking !== false}
            fallback={
              <Show when={ago()}>
                {(when) => (
                  <>
                    <span>{t().hub.age(when())}</span>
                    <Show when={find.mayAsk()}>
                      <Button size="small" variant="quiet" onClick={() => props.onAgain()}>
                        {t().hub.again}
                      </Button>
                    </Show>
                  </>
                )}
              </Show>
            }
          >
            <Spinner />
            <span role="status">{t().hub.asking}</span>
            <Show when={ago()}>{(when) => <small>{t().hub.age(when())}</small>}</Show>
          </Show>
        </p>
      </Show>
    </>
  );
}
