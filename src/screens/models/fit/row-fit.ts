/**
 * Whether a model of the list fits onto its server as that stands now, in one or two words. Judged by what the list
 * tells, as nobody asks a server for the details of five hundred models: shown only where its memory was told. Pure.
 */
import { calibrated, type FitVerdict, judgeFit } from '../../../domain/fit.ts';
import { fitNeed } from '../../../domain/fit-need.ts';
import type { LoadedModel } from '../../../domain/model-details.ts';
import { isSameModelName } from '../../../domain/model-name.ts';
import { modelTitle } from '../../../domain/model-title.ts';
import { formatPercent } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import type { ModelRow } from '../model-rows.ts';
import { type FitTone, verdictTone, verdictWords } from './fit-words.ts';
import { plannedContext } from './planned-context.ts';

export type RowFit = {
  readonly tone: FitTone;
  readonly text: string;
  /** The whole sentence, and how far it is to be trusted. */
  readonly title: string;
};

/** A model that runs elsewhere is listed with a few hundred bytes. */
const leastBytes = 1_000_000;

export function rowFit(
  { connection, model }: ModelRow,
  loaded: readonly LoadedModel[],
): RowFit | undefined {
  const { memory } = connection;
  const { sizeBytes: weightsBytes = 0, contextLength: trained } = model;
  if (memory?.vramBytes === undefined || weightsBytes < leastBytes) return undefined;
  const contextLength = plannedContext(connection, trained);
  const need = calibrated(fitNeed({ info: infoOf(model), weightsBytes, contextLength }), memory);
  const verdict = judgeFit(
    // The list knows too little for a range: its likelier end counts.
    { ...need, highBytes: need.totalBytes },
    {
      memory,
      loaded: loaded.filter(({ name }) => !isSameModelName(name, model.name)),
      canEvict: true,
    },
  );
  const text = shortWords(verdict);
  if (text === undefined) return undefined;
  const title = words().fit.fromList(verdictWords(verdict));
  return { tone: verdictTone(verdict), text, title };
}

function infoOf({ family, parameterSize = '' }: ModelRow['model']): Record<string, unknown> {
  const [, count, unit = ''] = /^([\d.]+)\s*([MBT])$/i.exec(parameterSize.trim()) ?? [];
  const scale = { M: 1e6, B: 1e9, T: 1e12 }[unit.toUpperCase()];
  return {
    ...(family === undefined ? {} : { 'general.architecture': family }),
    ...(scale === undefined ? {} : { n_params: Number(count) * scale }),
  };
}

function shortWords(verdict: FitVerdict): string | undefined {
  const { short } = words().fit;
  switch (verdict.kind) {
    case 'fits':
      return verdict.isClose ? short.close : short.fits;
    case 'evicts': {
      const [first = '', ...more] = verdict.names;
      return more.length === 0
        ? short.evicts(modelTitle(first))
        : short.evictsMany(verdict.names.length);
    }
    case 'spills':
      return short.spills(formatPercent(verdict.part));
    case 'too-large':
      return short.tooLarge;
    default:
      return undefined;
  }
}
