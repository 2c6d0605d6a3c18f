import { For, Match, Switch } from 'solid-js';
import { guessesPerSecond, type PassphraseEstimate, roughTime } from '../../domain/passphrase.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './VaultNewPassphrase.module.css';
import type { Judgement } from './vault-new-passphrase.ts';

export type VaultQualityProps = {
  readonly judgement: Judgement;
  readonly onAgain: () => void;
};

const steps = [1, 2, 3, 4];

/** How good what is typed is: a bar, how long it would hold, why it would not, and what to do. Said politely. */
export function VaultQuality(props: VaultQualityProps) {
  const t = () => words().vault.quality;
  const estimate = () =>
    props.judgement.status === 'known' ? props.judgement.estimate : undefined;
  const score = () => estimate()?.score ?? 0;
  return (
    <div class={styles['quality']}>
      <div
        class={styles['steps']}
        data-tone={score() >= 3 ? 'ok' : score() === 2 ? 'warn' : 'error'}
        aria-hidden="true"
      >
        <For each={steps}>
          {(step) => <span data-on={estimate() && step <= Math.max(1, score()) ? '' : undefined} />}
        </For>
      </div>
      <p aria-live="polite">
        <Switch>
          <Match when={estimate()}>
            {(known) => (
              <>
                <b>{t().is(t().names[known().score] ?? '')}</b> {sayHeld(known().heldSeconds)}{' '}
                {sayWeakness(known())}
              </>
            )}
          </Match>
          <Match when={props.judgement.status === 'checking'}>{t().checking}</Match>
          <Match when={props.judgement.status === 'unavailable'}>
            {t().unavailable}{' '}
            <Button size="small" onClick={() => props.onAgain()}>
              {t().again}
            </Button>
          </Match>
        </Switch>
      </p>
    </div>
  );
}

function sayHeld(seconds: number): string {
  const t = words().vault.quality;
  const { unit, count } = roughTime(seconds);
  const rate = formatNumber(guessesPerSecond);
  if (unit === 'centuries' && count > 999) return t.holdsLong(rate);
  return t.holds(rate, unit, formatNumber(count), count === 1);
}

function sayWeakness({ weakness }: PassphraseEstimate): string {
  return weakness === undefined ? '' : words().vault.quality.weaknesses[weakness];
}
