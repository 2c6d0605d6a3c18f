/**
 * `models.ini` of a llama-server with several models. Its reader (common/preset.cpp) knows neither quotes nor escapes:
 * what cannot stand there is left out here, and told by `read.ts` or as a note.
 */
import { fieldsOf, toldTo } from './fields.ts';
import { canStandInIni, isModelFile, type LaunchSettings } from './read.ts';

export const iniName = 'models.ini';

export function formatModelsIni(settings: LaunchSettings): string {
  const shared = sharedKeys(settings);
  const sections = settings.models.map((model) => [
    `[${model.name}]`,
    isModelFile(model.source) ? `model = ${model.source}` : `hf-repo = ${model.source}`,
    ...(model.mmproj === undefined ? [] : [`mmproj = ${model.mmproj}`]),
    ...(model.context === undefined ? [] : [`ctx-size = ${model.context}`]),
    ...(model.gpuLayers === undefined ? [] : [`n-gpu-layers = ${model.gpuLayers}`]),
    ...(model.loadAtStart ? ['load-on-startup = true'] : []),
  ]);
  const all = [['version = 1'], ...(shared.length > 0 ? [['[*]', ...shared]] : []), ...sections];
  return all.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** A sheet for one model, its model a section of its own: the way from one to several. */
export function asSeveral(settings: LaunchSettings): LaunchSettings {
  const { model, alias, mmproj, ...values } = settings.values;
  if (settings.mode === 'several') return settings;
  const models = model === undefined || !canStandInIni(model) ? [] : [rowOf(model, alias, mmproj)];
  return { ...settings, mode: 'several', values, models };
}

function rowOf(
  source: string,
  alias: string | undefined,
  mmproj: string | undefined,
): LaunchSettings['models'][number] {
  const file = source.split(/[/\\]/).at(-1) ?? source;
  const name = (alias ?? file.replace(/\.gguf$/i, '')).replaceAll(/[[\]]/g, '');
  return {
    name,
    source,
    ...(mmproj === undefined || !canStandInIni(mmproj) ? {} : { mmproj }),
    loadAtStart: true,
  };
}

/** Of all models, as keys without dashes. */
function sharedKeys({ values, mode }: LaunchSettings): readonly string[] {
  const lines: string[] = [];
  for (const field of fieldsOf('llama-server', mode)) {
    const told = toldTo('llama-server', field);
    const value = values[field.id];
    if (field.ofModel !== true || value === undefined) continue;
    if (typeof told === 'object' && 'flags' in told) {
      lines.push(`${(told.flags[0] ?? '').replace(/^-+/, '')} = ${value}`);
    }
  }
  return lines;
}
