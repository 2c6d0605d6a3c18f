import { createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import { type Fault, faultFrom } from '../../../domain/fault.ts';
import { words } from '../../../i18n/i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './Find.module.css';
import { useFind } from './find-context.ts';
import { hubTrouble } from './hub-words.ts';

export type CardExcerptProps = { readonly repo: string };

type Reading =
  | { readonly step: 'closed' | 'asking' }
  | { readonly step: 'read'; readonly text: string }
  | { readonly step: 'failed'; readonly fault: Fault };

/** The beginning of a card as plain text, fetched on a press: most people choose by the facts above it. */
export function CardExcerpt(props: CardExcerptProps) {
  const find = useFind();
  const t = () => words().find.model;
  const [now, setNow] = createSignal<Reading>({ step: 'closed' });
  let isGone = false;
  onCleanup(() => {
    isGone = true;
  });
  const read = async () => {
    setNow({ step: 'asking' });
    try {
      const text = await find.state.readCard(props.repo);
      if (!isGone) setNow({ step: 'read', text });
    } catch (error) {
      if (!isGone) setNow({ step: 'failed', fault: faultFrom(error) });
    }
  };
  const text = () => {
    const reading = now();
    return reading.step === 'read' ? reading : undefined;
  };
  const failed = () => {
    const reading = now();
    return reading.step === 'failed' ? reading.fault : undefined;
  };
  return (
    <section class={styles['excerpt']} aria-live="polite">
      <Switch
        fallback={
          <Button disabled={now().step === 'asking'} onClick={() => void read()}>
            {now().step === 'asking' ? t().readingCard : t().readCard}
          </Button>
        }
      >
        <Match when={text()}>
          {(reading) => (
            <>
              <h3>{t().card}</h3>
              <Show when={reading().text} fallback={<p class={styles['quiet']}>{t().noCard}</p>}>
                <p class={styles['prose']}>{reading().text}</p>
              </Show>
            </>
          )}
        </Match>
        <Match when={failed()}>
          {(fault) => (
            <>
              <p>{hubTrouble(fault(), find.host())}</p>
              <Button onClick={() => void read()}>{words().find.hub.again}</Button>
            </>
          )}
        </Match>
      </Switch>
    </section>
  );
}
