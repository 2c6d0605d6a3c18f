/** What a row of the list says of its connection, in words. */
import { isAnyServer } from '../../domain/any-server.ts';
import type { ConnectionView } from '../../domain/connection.ts';
import type { CatalogueView, ModelRef } from '../../domain/model.ts';
import { isPageKind } from '../../domain/page-kinds.ts';
import { presetById } from '../../domain/presets.ts';
import type { KeyView } from '../../domain/vault.ts';
import { formatAgo } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { keyAge, keyMark } from './key-place.ts';
import { hostOf } from './look-for.ts';

/** Kind, place and version: `Groq · api.groq.com · on the internet`. */
export function placeWords(of: ConnectionView): string {
  const { version } = of.health;
  const isHere = isPageKind(of.kind);
  return [
    presetById(of.preset)?.name ?? words().connect.kinds[of.kind],
    isHere ? '' : hostOf(of.baseUrl),
    words().connect.zones[of.liesIn],
    version === undefined ? '' : words().connect.found.version(version),
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}

export type KeyNote = { readonly text: string; readonly isWarning: boolean };

/** How its key stands; `undefined` where none is needed. */
export function keyNote(
  of: ConnectionView,
  keys: readonly KeyView[],
  ageDays: number,
  nowAt: number,
): KeyNote | undefined {
  const t = words().connect.list.keys;
  const mark = keyMark(of);
  if (mark === 'none') return undefined;
  const kept = keys.find(({ connectionId, role }) => connectionId === of.id && role === 'key');
  const age = kept ? keyAge(kept, ageDays, nowAt) : 'fine';
  const text = age === 'fine' ? t[mark] : `${t[mark]}, ${t.ages[age]}`;
  return { text, isWarning: mark === 'wanted' || age !== 'fine' };
}

/** `24 models, listed 3 days ago`; `undefined` before there is a list. */
export function catalogueWords(of: CatalogueView | undefined, nowAt: number): string | undefined {
  const t = words().connect.list;
  if (!of) return undefined;
  if (of.refreshing) return t.refreshing;
  const models = words().connect.found.models(of.models.length);
  if (of.fetchedAt === 0) return t.notListed;
  const age = formatAgo(of.fetchedAt, nowAt);
  return of.stale ? t.listedOld(models, age) : t.listed(models, age);
}

export function isDefault(ref: ModelRef | null, id: string): boolean {
  return ref !== null && !isAnyServer(ref) && ref.connectionId === id;
}
