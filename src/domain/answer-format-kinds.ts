/**
 * Which kind of server takes which answer formats. Apart from the schema, so that the page can start without it; a test
 * holds it to what the providers send.
 */
import type { AnswerFormat } from './answer-format.ts';
import type { ProviderKind } from './connection.ts';

export type FormatKind = AnswerFormat['kind'];

export const formatKinds = ['json', 'schema', 'grammar'] as const satisfies readonly FormatKind[];

const formatsByKind: Readonly<Record<ProviderKind, readonly FormatKind[]>> = {
  ollama: ['json', 'schema'],
  'llama-server': formatKinds,
  openai: ['json', 'schema'],
  responses: ['json', 'schema'],
  anthropic: ['schema'],
  gemini: ['json', 'schema'],
  plain: [],
  'built-in': ['json', 'schema'],
  browser: formatKinds,
};

/** `among`: the only ones that this very server takes, see `Quirks.formats`. */
export function formatsOf(
  kind: ProviderKind,
  among: readonly FormatKind[] = formatKinds,
): readonly FormatKind[] {
  return formatsByKind[kind].filter((each) => among.includes(each));
}

/** What a fault `unsupported` calls a format that a server does not take; `unusable`: it takes such, but not this one. */
export const formatAbilities = {
  json: 'json',
  schema: 'json-schema',
  grammar: 'grammar',
  unusable: 'answer-format',
} as const;

export function isFormatAbility(ability: string): boolean {
  return Object.values<string>(formatAbilities).includes(ability);
}
