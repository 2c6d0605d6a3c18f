import { Show } from 'solid-js';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import styles from './LookCard.module.css';
import { asksPermission, isWebOrigin, type PagePlace } from './look-for.ts';

export type LookCardProps = {
  readonly page: PagePlace;
  readonly isBusy: boolean;
  readonly hasLooked: boolean;
  /** No connection yet: this is the button to press. */
  readonly isFirst: boolean;
  readonly onLook: () => void;
  readonly onStop: () => void;
};

/** One button that looks around, and what the browser is going to ask. */
export function LookCard(props: LookCardProps) {
  const t = () => words().connect.look;
  const isNext = () => props.isFirst && !props.hasLooked;
  return (
    <section class={styles['card']} aria-labelledby="connect-look">
      <div class={styles['row']}>
        <div class={styles['words']}>
          <h2 id="connect-look">{t().title}</h2>
          <p>{isWebOrigin(props.page.origin) ? t().withSameOrigin : t().text}</p>
        </div>
        <Show
          when={props.isBusy}
          fallback={
            <Button variant={isNext() ? 'primary' : 'plain'} onClick={() => props.onLook()}>
              {props.hasLooked ? t().again : t().button}
            </Button>
          }
        >
          <Button onClick={() => props.onStop()}>
            <Spinner />
            {t().stop}
          </Button>
        </Show>
      </div>
      <Show when={asksPermission(props.page, 'http://localhost')}>
        <p class={styles['ask']}>
          <Icon name="info" size="small" />
          <span>{t().prompt}</span>
        </p>
      </Show>
    </section>
  );
}
