/**
 * A connection's models as people see them: the list its server gave and what was typed by hand, without what the
 * filter keeps out, each filled in. The person's word goes before the server's, and that before the known table's.
 */
import type { Connection } from '../domain/connection.ts';
import { factsFor, knownModels } from '../domain/known-models.ts';
import type { KnownModels } from '../domain/known-models-file.ts';
import type { Model, ModelFacts, ModelView } from '../domain/model.ts';
import { withoutGaps } from '../lib/without-gaps.ts';

export function modelViewsOf(
  connection: Connection,
  listed: readonly Model[],
  table: KnownModels = knownModels,
): ModelView[] {
  const passes = filterFrom(connection.modelFilter);
  const kept = listed.filter(({ name }) => passes(name));
  const added = connection.addedModels
    .filter((name) => !kept.some((each) => each.name === name))
    .map((name): Model => listed.find((each) => each.name === name) ?? { name });
  return [...kept, ...added].map((each) => viewOf(connection, each, table));
}

function viewOf(connection: Connection, model: Model, table: KnownModels): ModelView {
  const { kind, preset } = connection;
  const known: ModelFacts = factsFor(table, { kind, preset }, model.name) ?? {};
  return {
    ...withoutGaps(known),
    ...withoutGaps(model),
    ...withoutGaps(connection.modelFacts[model.name] ?? {}),
    name: model.name,
    isHidden: connection.hiddenModels.includes(model.name),
    isFavourite: connection.favouriteModels.includes(model.name),
  };
}

/** No pattern lets all pass. A pattern without `*` is a beginning; case does not count. */
function filterFrom(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => true;
  const all = patterns.map((pattern) => pattern.toLowerCase());
  return (name) => all.some((pattern) => matches(name.toLowerCase(), pattern));
}

/** Piece by piece rather than by a regular expression: a pattern from a file must not keep the engine busy. */
function matches(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (!name.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return true;
  let from = first.length;
  for (const piece of rest) {
    const at = name.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
