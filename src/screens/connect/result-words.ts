/** The outcome of a look in one sentence, for the polite status. */
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import type { Results } from './results.ts';

export function resultWords(results: Results): string {
  const { status } = words().connect;
  if (results.servers.length > 0) return status.found(results.servers.length);
  const problem = results.problems[0];
  return problem ? status.problem(faultText(problem.outcome.fault).title) : status.none;
}
