/** A key in words: what it is, whose it is, and what is worth knowing of it. */
import type { KeyView, SecretRole } from '../../domain/vault.ts';
import { formatAgo } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import type { AppState } from '../../state/create-state.ts';
import { formatDay, isOld } from './vault-days.ts';

export type KeyMark = { readonly tone: 'warning' | 'error'; readonly text: string };

/** Its label, else what it is and whose. */
export function keyName(key: KeyView, state: Pick<AppState, 'connections'>): string {
  return key.label === '' ? keyPlace(key, state) : key.label;
}

/** “API key for Groq”. */
export function keyPlace(key: KeyView, { connections }: Pick<AppState, 'connections'>): string {
  const t = words().vault.keys;
  return t.for(roleText(key.role), connections.byId(key.connectionId)?.name ?? t.gone);
}

export function keyFacts(key: KeyView, nowAt: number): string {
  const t = words().vault.keys;
  const used = key.lastUsedAt === undefined ? t.unused : t.used(formatAgo(key.lastUsedAt, nowAt));
  return [t.added(formatAgo(key.addedAt, nowAt)), used, t.kept[key.kept]].join(' · ');
}

/** What the person may want to do something about, the worst first. */
export function keyMarks(key: KeyView, ageDays: number, nowAt: number): readonly KeyMark[] {
  const t = words().vault.keys;
  const marks: KeyMark[] = [];
  const { expiresAt, lastRefusedAt, lastUsedAt = 0 } = key;
  if (expiresAt !== undefined && expiresAt <= nowAt) {
    marks.push({ tone: 'error', text: t.expired(formatDay(expiresAt)) });
  }
  if (lastRefusedAt !== undefined) {
    const isStill = lastRefusedAt >= lastUsedAt;
    const tone = isStill ? 'error' : 'warning';
    marks.push({ tone, text: t.refused(formatAgo(lastRefusedAt, nowAt)) });
  }
  if (expiresAt !== undefined && expiresAt > nowAt) {
    marks.push({ tone: 'warning', text: t.expires(formatDay(expiresAt)) });
  }
  if (isOld(key.addedAt, ageDays, nowAt)) {
    marks.push({ tone: 'warning', text: ageDays === 1 ? t.oldOne : t.old(ageDays) });
  }
  return marks;
}

function roleText(role: SecretRole): string {
  const t = words().vault.keys.roles;
  if (role === 'key' || role === 'basic') return t[role];
  return t.header(role.slice('header:'.length));
}
