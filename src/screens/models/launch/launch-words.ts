/** The words of fields and of their values, where a value is not simply its own name. */
import type { LaunchFieldId } from '../../../domain/launch/fields.ts';
import type { LaunchProblem } from '../../../domain/launch/read.ts';
import type { LaunchProgram } from '../../../domain/launch/sheet.ts';
import { words } from '../../../i18n/i18n.ts';

/** What it is called, and what it is for. */
export function fieldWords(
  program: LaunchProgram,
  id: LaunchFieldId,
): readonly [label: string, hint: string] {
  const { fields, ollamaFields } = words().launch;
  const own: Readonly<Partial<Record<LaunchFieldId, readonly [string, string]>>> = ollamaFields;
  return (program === 'ollama' ? own[id] : undefined) ?? fields[id];
}

export function choiceWords(id: LaunchFieldId, choice: string): string | undefined {
  const choices: Readonly<Partial<Record<LaunchFieldId, Readonly<Record<string, string>>>>> =
    words().launch.choices;
  return choices[id]?.[choice];
}

/** What is only still missing is told once, beside what it is missing from. */
export function isMistake(problem: LaunchProblem | undefined): boolean {
  return problem !== undefined && !missing.has(problem.reason);
}

const missing = new Set<LaunchProblem['reason']>(['model-missing', 'models-missing']);
