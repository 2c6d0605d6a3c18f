import { For } from 'solid-js';
import { faultText } from '../../i18n/fault-text.ts';
import { formatDuration } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import styles from './Ladder.module.css';
import { LadderRow } from './LadderRow.tsx';
import {
  isSecurePage,
  type LadderFacts,
  permissionMark,
  type Rung,
  readLadder,
  zoneOfFacts,
} from './ladder.ts';

export type LadderProps = {
  readonly facts: LadderFacts;
  readonly label: string;
};

/** The way to a server, step by step. */
export function Ladder(props: LadderProps) {
  return (
    <ol class={styles['ladder']} aria-label={props.label}>
      <For each={readLadder(props.facts)}>
        {(rung) => (
          <LadderRow
            state={rung.state}
            stateWord={words().connect.ladder.states[rung.state]}
            title={titleOf(rung, props.facts)}
            note={noteOf(rung, props.facts)}
            side={sideOf(rung, props.facts)}
          />
        )}
      </For>
    </ol>
  );
}

function titleOf(rung: Rung, facts: LadderFacts): string {
  const t = words().connect.ladder;
  if (rung.state === 'bad' && facts.outcome.state === 'failed') {
    return faultText(facts.outcome.fault).title;
  }
  if (rung.state === 'waiting' || rung.state === 'busy') return t.waiting[rung.id];
  switch (rung.id) {
    case 'page':
      return isSecurePage(facts.page) ? t.page : t.pagePlain;
    case 'address':
      return t.address[zoneOfFacts(facts)];
    case 'permission':
      return rung.state === 'good' ? t.permission : t.permissionAsk;
    case 'answer':
      return t.answer;
    case 'access':
      return t.access;
    case 'models':
      return facts.outcome.state === 'found'
        ? words().connect.kinds[facts.outcome.server.kind]
        : t.models;
    default:
      return rung.id satisfies never;
  }
}

function noteOf(rung: Rung, facts: LadderFacts): string | undefined {
  if (rung.state === 'bad' && facts.outcome.state === 'failed') {
    const { fault } = facts.outcome;
    // The general words lead to this very screen.
    const notes: Readonly<Record<string, string>> = words().connect.ladder.failNotes;
    return notes[fault.kind] ?? faultText(fault).next;
  }
  if (rung.id === 'page' && rung.state !== 'waiting') {
    return rung.state === 'note' ? words().connect.ladder.pagePlainNote : facts.page.origin;
  }
  return undefined;
}

function sideOf(rung: Rung, facts: LadderFacts): string {
  const t = words().connect.ladder;
  if (rung.state === 'waiting' || rung.state === 'busy') return t.mark[rung.state];
  if (rung.state === 'bad') {
    const marks: Readonly<Record<string, string>> = t.failMarks;
    return facts.outcome.state === 'failed' ? (marks[facts.outcome.fault.kind] ?? '') : '';
  }
  if (rung.id === 'address') return t.zoneMark[zoneOfFacts(facts)];
  if (rung.id === 'permission') return t.permissionMarks[permissionMark(facts)];
  if (facts.outcome.state === 'asking') return '';
  if (rung.id === 'answer') return tookWords(facts.outcome.tookMs);
  if (rung.id === 'models' && facts.outcome.state === 'found') {
    return words().connect.found.models(facts.outcome.server.models.length);
  }
  return '';
}

function tookWords(ms: number): string {
  if (ms === 0) return '';
  return ms < 1000 ? words().connect.ladder.ms(Math.round(ms)) : formatDuration(ms);
}
