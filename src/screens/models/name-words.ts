/** Why a typed name is no name of a model, in words. Total over the refusals. */
import { type NameRefusal, parseModelName } from '../../domain/model-name.ts';
import { words } from '../../i18n/i18n.ts';

/** `undefined` where the name will do. */
export function nameTrouble(typed: string): string | undefined {
  const read = parseModelName(typed);
  return read.ok ? undefined : refusalWords(read.refusal);
}

function refusalWords(refusal: NameRefusal): string {
  const t = words().models.names;
  switch (refusal.reason) {
    case 'empty':
      return t.empty;
    case 'scheme':
      return t.scheme(refusal.scheme);
    case 'too-many-parts':
      return t.tooManyParts;
    case 'part-missing':
      return t.partMissing(t.parts[refusal.part]);
    case 'part-too-long':
      return t.partTooLong(t.parts[refusal.part], refusal.limit);
    case 'first-letter':
      return t.firstLetter(t.parts[refusal.part], refusal.letter);
    case 'letter':
      return t.letter(t.parts[refusal.part], refusal.letter);
    case 'two-sources':
      return t.twoSources;
  }
}
