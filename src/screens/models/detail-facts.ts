/** The details of a model as pairs of words, and as texts to copy. */
import type { LoadedModel, ModelDetails } from '../../domain/model-details.ts';
import { formatAgo, formatBytes, formatMoment, formatNumber } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { abilityWords, leftWords, splitFact } from './model-facts.ts';
import type { ModelRow } from './model-rows.ts';

export function detailFacts(
  { connection, model }: ModelRow,
  loaded: LoadedModel | undefined,
  nowAt: number,
): readonly (readonly [name: string, value: string])[] {
  const t = words().models.details.facts;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [t.name, model.name],
    [t.server, connection.name],
    [t.size, model.sizeBytes === undefined ? undefined : formatBytes(model.sizeBytes)],
    [t.family, model.family],
    [t.parameters, model.parameterSize],
    [t.quantization, model.quantization],
    [
      t.context,
      model.contextLength === undefined ? undefined : t.tokens(formatNumber(model.contextLength)),
    ],
    [t.abilities, abilityWords(model)],
    [
      t.changed,
      model.modifiedAt === undefined
        ? undefined
        : `${formatMoment(model.modifiedAt, nowAt)} (${formatAgo(model.modifiedAt, nowAt)})`,
    ],
    [t.memory, memoryWords(loaded, nowAt)],
    [t.digest, model.digest],
  ];
  return pairs.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

function memoryWords(loaded: LoadedModel | undefined, nowAt: number): string {
  const t = words().models;
  if (!loaded) return t.details.notLoaded;
  const left =
    loaded.expiresAt === undefined
      ? t.running.forEver
      : t.running.left(leftWords(loaded.expiresAt, nowAt));
  return [splitFact(loaded).text, left].join(', ');
}

export type DetailPart =
  | 'system'
  | 'parameters'
  | 'template'
  | 'messages'
  | 'modelfile'
  | 'info'
  | 'license';

/** What there is, in the order of how often it is looked for. */
export function detailTexts(
  details: ModelDetails,
): readonly { readonly id: DetailPart; readonly text: string }[] {
  const { system, parameters, template, messages, modelfile, info, license } = details;
  const texts: readonly (readonly [DetailPart, string | undefined])[] = [
    ['system', system],
    ['parameters', parameters],
    ['template', template],
    ['messages', messages?.map(({ role, content }) => `${role}: ${content}`).join('\n\n')],
    ['modelfile', modelfile],
    ['info', info && Object.keys(info).length > 0 ? JSON.stringify(info, null, 2) : undefined],
    ['license', license],
  ];
  return texts.flatMap(([id, text]) => (text ? [{ id, text }] : []));
}
