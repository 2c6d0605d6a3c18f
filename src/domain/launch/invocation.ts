/**
 * What has to be started for a sheet: program, words and variables, before any target's quoting. Words that are paths are
 * marked, since targets differ in what they make of `~` and of folders.
 */
import { fieldsOf, toldTo } from './fields.ts';
import { formatModelsIni, iniName } from './models-ini.ts';
import { isModelFile, type LaunchSettings, settingOf } from './read.ts';

export type LaunchWord = { readonly text: string; readonly isPath: boolean };

export type Invocation = {
  readonly binary: LaunchWord;
  /** Groups of words that belong together: a flag and its value. */
  readonly args: readonly (readonly LaunchWord[])[];
  readonly env: readonly (readonly [name: string, word: LaunchWord])[];
  readonly key: 'none' | 'env' | 'file';
  /** To be saved beside, where the server has several models described here. */
  readonly ini?: { readonly name: string; readonly code: string };
};

/** The variable in which llama-server looks for its keys. */
export const keyVariable = 'LLAMA_API_KEY';

export function invocationOf(settings: LaunchSettings): Invocation {
  return settings.program === 'ollama' ? ollama(settings) : llamaServer(settings);
}

function word(text: string): LaunchWord {
  return { text, isPath: false };
}

function pathWord(text: string): LaunchWord {
  return { text, isPath: true };
}

/** How llama-server is told where a model is. */
function sourceWords(source: string): readonly LaunchWord[] {
  return isModelFile(source)
    ? [word('--model'), pathWord(source)]
    : [word('--hf-repo'), word(source)];
}

function llamaServer(settings: LaunchSettings): Invocation {
  const { values, mode, models } = settings;
  const hasIni = mode === 'several' && models.length > 0;
  const args: LaunchWord[][] = [];
  if (values.model !== undefined) args.push([...sourceWords(values.model)]);
  for (const field of fieldsOf('llama-server', mode)) {
    const told = toldTo('llama-server', field);
    const value = values[field.id];
    if (typeof told !== 'object' || !('flags' in told) || value === undefined) continue;
    // With sections of their own these stand in the file: on the command line they would go before all of them.
    if (hasIni && (field.ofModel === true || field.id === 'modelsIni')) continue;
    const flag = word(told.flags[0] ?? '');
    if (field.kind === 'switch') {
      if (value === 'yes') args.push([flag]);
    } else args.push([flag, { text: value, isPath: field.kind === 'path' }]);
  }
  if (hasIni) args.push([word('--models-preset'), pathWord(values.modelsIni ?? iniName)]);
  const key = keyOf(settings);
  if (key === 'file') args.push([word('--api-key-file'), pathWord(values.keyFile ?? '')]);
  for (const text of settings.extra) {
    const last = args.at(-1);
    // Kept with its flag on one line.
    if (last && !text.startsWith('-') && last[0]?.text.startsWith('-') && last.length === 1) {
      last.push(word(text));
    } else args.push([word(text)]);
  }
  return {
    binary: pathWord(settingOf(settings, 'binary')),
    args,
    env: settings.env.map(([name, value]) => [name, word(value)]),
    key,
    ...(hasIni ? { ini: { name: iniName, code: formatModelsIni(settings) } } : {}),
  };
}

function ollama(settings: LaunchSettings): Invocation {
  const env: [string, LaunchWord][] = [];
  const { values } = settings;
  if (values.host !== undefined || values.port !== undefined) {
    const host = settingOf(settings, 'host');
    const outer = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    env.push(['OLLAMA_HOST', word(`${outer}:${settingOf(settings, 'port')}`)]);
  }
  for (const field of fieldsOf('ollama', 'one')) {
    const told = toldTo('ollama', field);
    const value = values[field.id];
    if (typeof told !== 'object' || !('env' in told) || value === undefined) continue;
    env.push([told.env, { text: value, isPath: field.kind === 'path' }]);
  }
  if (values.flash !== undefined) {
    env.push(['OLLAMA_FLASH_ATTENTION', word(values.flash === 'on' ? '1' : '0')]);
  }
  env.push(...settings.env.map(([name, value]): [string, LaunchWord] => [name, word(value)]));
  return {
    binary: pathWord(settingOf(settings, 'binary')),
    args: [[word('serve')], ...settings.extra.map((text) => [word(text)])],
    env,
    key: 'none',
  };
}

function keyOf({ program, values }: LaunchSettings): Invocation['key'] {
  if (program === 'ollama') return 'none';
  if (values.keyFrom === 'env') return 'env';
  return values.keyFrom === 'file' && values.keyFile !== undefined ? 'file' : 'none';
}
