import { For, Show } from 'solid-js';
import type { ConnectionView } from '../../domain/connection.ts';
import { type DoctorRung, doctorRungs } from '../../domain/doctor.ts';
import { words } from '../../i18n/i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { type Findings, isLoading, isWell } from './doctor-walk.ts';
import { rungWords } from './doctor-words.ts';
import styles from './Ladder.module.css';
import { LadderRow, type RowState } from './LadderRow.tsx';

export type ConnectionDoctorLadderProps = {
  readonly connection: ConnectionView;
  readonly findings: Findings;
  readonly busy: DoctorRung | undefined;
  readonly onFirstToken: () => void;
};

/**
 * The rungs from the network of this device to the first token. Those that were not reached share one line, so that what
 * to do about the broken one stands near it.
 */
export function ConnectionDoctorLadder(props: ConnectionDoctorLadderProps) {
  const stateOf = (rung: DoctorRung): RowState =>
    props.busy === rung ? 'busy' : (props.findings[rung]?.state ?? 'waiting');
  // A server that loads a model says so at several rungs; once is enough.
  const isRepeated = (rung: DoctorRung) =>
    isLoading(props.findings[rung]) &&
    doctorRungs.slice(0, doctorRungs.indexOf(rung)).some((each) => isLoading(props.findings[each]));
  const isShown = (rung: DoctorRung) =>
    (stateOf(rung) !== 'waiting' && !isRepeated(rung)) || tokenAsk(rung, props) !== undefined;
  const above = () => doctorRungs.filter((rung) => !isShown(rung));
  return (
    <ol class={styles['ladder']} aria-label={words().doctor.ladder(props.connection.name)}>
      <For each={doctorRungs.filter(isShown)}>
        {(rung) => {
          const said = () => rungWords(rung, stateOf(rung), props.findings[rung]);
          return (
            <LadderRow
              state={stateOf(rung)}
              stateWord={words().doctor.states[stateOf(rung)]}
              title={said().title}
              note={tokenAsk(rung, props) ?? said().note}
              side={tokenAsk(rung, props) === undefined ? said().side : undefined}
            >
              <Show when={tokenAsk(rung, props) !== undefined}>
                <Button size="small" onClick={() => props.onFirstToken()}>
                  {words().doctor.tokenAsk.button}
                </Button>
              </Show>
              <Show when={rung === 'first-token' && stateOf(rung) === 'bad'}>
                <Button size="small" onClick={() => props.onFirstToken()}>
                  {words().doctor.tokenAsk.again}
                </Button>
              </Show>
            </LadderRow>
          );
        }}
      </For>
      <Show when={above().length > 0}>
        <LadderRow
          state="waiting"
          stateWord={words().doctor.states.waiting}
          title={words().doctor.above(above().map((rung) => words().doctor.rungs[rung]))}
          side={words().doctor.marks.waiting}
        />
      </Show>
    </ol>
  );
}

/** What the first token would cost, where it waits for the person to ask for it. */
function tokenAsk(rung: DoctorRung, props: ConnectionDoctorLadderProps): string | undefined {
  const { findings, busy, connection } = props;
  if (rung !== 'first-token' || findings['first-token'] || busy || !isWell(findings)) {
    return undefined;
  }
  const model = findings.models?.facts?.['model'];
  if (model === undefined || !connection.enabled) return undefined;
  const t = words().doctor.tokenAsk;
  if (connection.liesIn === 'outside') return t.cloud;
  return findings.models?.facts?.['loaded'] === 'no'
    ? t.load(String(model))
    : t.plain(String(model));
}
