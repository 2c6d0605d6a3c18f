/** What is wrong with a field of the editor, as a sentence. */
import { faultText } from '../../i18n/fault-text.ts';
import { formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import type { AmountRange } from './amounts.ts';
import type { HeaderTrouble } from './header-rules.ts';
import type { Problem } from './problems.ts';

export function problemWords(problem: Problem): string {
  const t = words().presets.problems;
  switch (problem.kind) {
    case 'name':
      return words().connect.edit.nameMissing;
    case 'address': {
      const { title, next } = faultText(problem.fault);
      return [title, next].filter(Boolean).join('. ');
    }
    case 'amount':
      return amountWords(problem.range);
    case 'header':
      return headerWords(problem.trouble);
    case 'secret-missing':
      return t.secretMissing;
    case 'basic':
      return t.basic;
    case 'names':
      return t.tooMany(problem.most);
    case 'long':
      return t.long;
    case 'price':
      return t.price;
    case 'plain':
      return t.plain[problem.field];
  }
}

function amountWords({ min, max, isWhole }: AmountRange): string {
  const t = words().presets.problems;
  const least = min < 1 ? String(min) : formatNumber(min);
  if (min === 0.000001) return t.positive;
  return isWhole ? t.whole(least, formatNumber(max)) : t.between(least, formatNumber(max));
}

function headerWords(trouble: HeaderTrouble): string {
  const t = words().presets.problems.header;
  if (trouble.kind !== 'not-allowed') return t[trouble.kind];
  return trouble.allowed.length === 0 ? t.noneAllowed : t.notAllowed(trouble.allowed.join(', '));
}
