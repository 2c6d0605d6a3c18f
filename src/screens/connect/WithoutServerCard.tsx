import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './WithoutServerCard.module.css';

export type WithoutServerCardProps = {
  /** Nothing was found, and nothing is connected: this is the way on. */
  readonly isNext: boolean;
  readonly isBusy: boolean;
  readonly onGuide: () => void;
  readonly onSmall: () => void;
};

/** The ways to an answer for somebody who has no server: the guide, or a small model in this browser. */
export function WithoutServerCard(props: WithoutServerCardProps) {
  const t = () => words().connect.withoutServer;
  return (
    <section class={styles['card']} aria-labelledby="connect-without">
      <h2 id="connect-without">{t().title}</h2>
      <p class={styles['lead']}>{t().text}</p>
      <div class={styles['ways']}>
        <div class={styles['way']}>
          <Button
            variant={props.isNext ? 'primary' : 'plain'}
            disabled={props.isBusy}
            aria-describedby="connect-guide"
            onClick={() => props.onGuide()}
          >
            {t().guide}
          </Button>
          <p id="connect-guide">{t().guideText}</p>
        </div>
        <div class={styles['way']}>
          <Button aria-describedby="connect-small" onClick={() => props.onSmall()}>
            {t().small}
          </Button>
          <p id="connect-small">{t().smallText}</p>
        </div>
      </div>
    </section>
  );
}
