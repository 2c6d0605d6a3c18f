/** The words of one rung, by what it found. */
import type { DoctorRung, RungFinding } from '../../domain/doctor.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { formatDuration } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import type { RowState } from './LadderRow.tsx';

export type RungWords = {
  readonly title: string;
  readonly note?: string | undefined;
  readonly side?: string | undefined;
};

export function rungWords(
  rung: DoctorRung,
  state: RowState,
  finding: RungFinding | undefined,
): RungWords {
  const t = words().doctor;
  if (!finding || state === 'waiting' || state === 'busy') {
    return { title: t.rungs[rung], side: state === 'busy' ? t.marks.busy : t.marks.waiting };
  }
  switch (finding.state) {
    case 'bad':
      return badWords(finding);
    case 'note':
      return { side: sideOf(finding), ...noteWords(finding) };
    case 'skipped':
      return {
        title: rung in t.skipped ? t.skipped[rung as keyof typeof t.skipped] : t.rungs[rung],
      };
    case 'good':
      return { title: goodTitle(finding), side: sideOf(finding) };
    default:
      return finding.state satisfies never;
  }
}

function badWords({ fault, tookMs }: RungFinding): RungWords {
  if (!fault) return { title: words().doctor.states.bad };
  const { title, next } = faultText(fault);
  const notes: Readonly<Record<string, string>> = words().doctor.fail.notes;
  const marks: Readonly<Record<string, string>> = words().doctor.fail.marks;
  const side = marks[fault.kind] ?? (tookMs === undefined ? undefined : tookWords(tookMs));
  return { title, note: notes[fault.kind] ?? next, side };
}

function goodTitle({ rung, facts }: RungFinding): string {
  const t = words().doctor.good;
  switch (rung) {
    case 'address':
      return t.address[oneOf(facts?.['zone'], t.address) ?? 'device'];
    case 'key':
      return t.key[oneOf(facts?.['key'], t.key) ?? 'not-needed'];
    default:
      return t[rung];
  }
}

function noteWords({ rung, facts }: RungFinding): RungWords {
  const t = words().doctor.note;
  const model = String(facts?.['model'] ?? '');
  if (facts?.['reason'] === 'loading') return { title: t.loading, note: t.loadingNote };
  switch (rung) {
    case 'online':
      return { title: t.online, note: t.onlineNote };
    case 'page':
      return { title: t.page, note: t.pageNote };
    case 'permission':
      return { title: t.permission[oneOf(facts?.['mark'], t.permission) ?? 'unknown'] };
    case 'readable':
      return { title: t.readable, note: t.readableNote };
    case 'preflight':
      return { title: t.preflight };
    case 'models':
      return facts?.['reason'] === 'model-missing'
        ? { title: t.missing(model), note: t.missingNote }
        : { title: t.models, note: t.modelsNote };
    case 'first-token':
      return { title: t['first-token'](model), note: t.firstTokenNote };
    default:
      return { title: words().doctor.rungs[rung] };
  }
}

function sideOf({ rung, facts, tookMs }: RungFinding): string | undefined {
  const t = words().doctor.marks;
  switch (rung) {
    case 'address':
      return t[oneOf(facts?.['zone'], { device: 0, network: 0, outside: 0 }) ?? 'device'];
    case 'permission':
      return facts?.['mark'] === 'granted' ? t.granted : t.prompt;
    case 'version':
      return facts?.['version'] === undefined ? undefined : t.version(String(facts['version']));
    case 'models':
      return typeof facts?.['count'] === 'number' ? t.models(facts['count']) : undefined;
    case 'reachable':
    case 'readable':
    case 'preflight':
    case 'first-token':
      return tookMs === undefined ? undefined : tookWords(tookMs);
    default:
      return undefined;
  }
}

function tookWords(ms: number): string {
  return ms < 1000 ? words().doctor.marks.ms(Math.round(ms)) : formatDuration(ms);
}

function oneOf<Table extends object>(value: unknown, table: Table): keyof Table | undefined {
  return typeof value === 'string' && value in table ? (value as keyof Table) : undefined;
}
