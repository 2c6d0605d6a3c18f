/**
 * A pasted command line as a sheet. Flags that a field stands for become fields, the rest is kept word by word. Values of
 * keys are not taken over: where one stood is told, and the sheet then says that a key is read from the environment.
 */
import { type LaunchFieldId, launchFields, toldTo } from './fields.ts';
import { namesSecret } from './read.ts';
import type { LaunchProgram, LaunchSheet } from './sheet.ts';
import { splitCommands } from './split.ts';

export type ImportedSheet = {
  readonly sheet: LaunchSheet;
  /** Flags and variables that no field stands for; they are kept. */
  readonly unknown: readonly string[];
  /** Names of what held a secret; left out. */
  readonly leftOut: readonly string[];
  readonly isOpen: boolean;
};

type Draft = {
  program: LaunchProgram;
  values: Record<string, string>;
  extra: string[];
  env: Record<string, string>;
  unknown: string[];
  leftOut: string[];
};

/** `undefined` where no command of a program that we know stands in it. */
export function importCommand(text: string, name: string): ImportedSheet | undefined {
  const { commands, isOpen } = splitCommands(text);
  const variables: Record<string, string> = {};
  for (const words of commands) {
    const found = findProgram(words, variables);
    if (!found) continue;
    const draft = draftOf(found.program, found.binary);
    if (found.program === 'llama-server') readFlags(draft, found.args);
    else if (found.args.length > 1) keepWords(draft, found.args.slice(1));
    for (const [variable, value] of Object.entries({ ...variables, ...found.env })) {
      readVariable(draft, variable, value);
    }
    return {
      sheet: {
        name,
        program: draft.program,
        values: draft.values,
        extra: draft.extra,
        env: draft.env,
        models: [],
      },
      unknown: draft.unknown,
      leftOut: draft.leftOut,
      isOpen,
    };
  }
  return undefined;
}

type Found = {
  readonly program: LaunchProgram;
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

const beforeCommand = new Set([
  'sudo',
  'env',
  'exec',
  'nohup',
  'nice',
  'time',
  'export',
  'set',
  '&',
]);

/** Sets variables on its way; so they also hold for a command on a later line. */
function findProgram(
  words: readonly string[],
  variables: Record<string, string>,
): Found | undefined {
  const own: Record<string, string> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const set = /^(?:\$env:)?([A-Za-z_]\w*)=([\s\S]*)$/.exec(word);
    const program = programOf(word);
    if (set?.[1] !== undefined) own[set[1]] = set[2] ?? '';
    else if (/^\$env:\w+$/i.test(word) && words[at + 1] === '=') {
      own[word.slice(5)] = words[at + 2] ?? '';
      at += 2;
    } else if (program) return { program, binary: word, args: words.slice(at + 1), env: own };
    else if (word === 'docker' || word === 'podman') return fromDocker(words.slice(at + 1));
    else if (!beforeCommand.has(word) && !word.startsWith('-')) return undefined;
  }
  Object.assign(variables, own);
  return undefined;
}

function programOf(word: string): LaunchProgram | undefined {
  const file = word.split(/[/\\]/).at(-1)?.toLowerCase() ?? '';
  if (/^llama-server(\.exe)?$/.test(file)) return 'llama-server';
  return /^ollama(\.exe)?$/.test(file) ? 'ollama' : undefined;
}

/** `docker run`: its variables, and what follows the image. Paths stay as the container knows them. */
function fromDocker(words: readonly string[]): Found | undefined {
  const env: Record<string, string> = {};
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-e' || word === '--env') {
      const [, name, value] = /^(\w+)=([\s\S]*)$/.exec(words[at + 1] ?? '') ?? [];
      if (name !== undefined) env[name] = value ?? '';
      at += 1;
    } else if (/llama\.cpp(:|$)/.test(word)) {
      return { program: 'llama-server', binary: '', args: words.slice(at + 1), env };
    } else if (/(^|\/)ollama(:|$)/.test(word)) {
      const rest = words.slice(at + 1);
      return { program: 'ollama', binary: '', args: rest.length > 0 ? rest : ['serve'], env };
    }
  }
  return undefined;
}

function draftOf(program: LaunchProgram, binary: string): Draft {
  const values: Record<string, string> = {};
  if (binary !== '' && binary !== program) values['binary'] = binary;
  return { program, values, extra: [], env: {}, unknown: [], leftOut: [] };
}

function readFlags(draft: Draft, args: readonly string[]): void {
  let hasModel = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? '';
    // As llama.cpp reads long flags.
    const [, name = word, joined] = /^(--[\w-]+)=([\s\S]*)$/.exec(word) ?? [];
    const flag = name.startsWith('--') ? name.replaceAll('_', '-') : name;
    const next = joined ?? args[at + 1];
    const skip = joined === undefined ? 1 : 0;
    const known = fieldOfFlag(flag);
    if (flag === '--api-key' || flag === '--hf-token' || flag === '-hft') {
      draft.leftOut.push(flag);
      if (flag === '--api-key') draft.values['keyFrom'] = 'env';
      at += skip;
    } else if (flag === '--api-key-file' && next !== undefined) {
      Object.assign(draft.values, { keyFrom: 'file', keyFile: next });
      at += skip;
    } else if (modelFlags.has(flag) && next !== undefined) {
      draft.values['model'] = next;
      hasModel = true;
      at += skip;
    } else if (known?.kind === 'switch') draft.values[known.id] = 'yes';
    else if (known?.id === 'flash' && !/^(on|off|auto|1|0|true|false)$/i.test(next ?? '')) {
      // Older builds: the flag alone switches it on.
      draft.values['flash'] = 'on';
    } else if (known && next !== undefined) {
      draft.values[known.id] = known.id === 'flash' ? switchWord(next) : next;
      at += skip;
    } else {
      const value = joined === undefined && isValue(next) ? next : undefined;
      keepWords(draft, value === undefined ? [word] : [word, value]);
      if (value !== undefined) at += 1;
    }
  }
  const isRouter = ['modelsDir', 'modelsIni', 'modelsMax'].some((id) => id in draft.values);
  if (!hasModel && isRouter) draft.values['mode'] = 'several';
}

const modelFlags = new Set(['-m', '--model', '-hf', '-hfr', '--hf-repo']);

function fieldOfFlag(flag: string): { id: LaunchFieldId; kind: string } | undefined {
  return launchFields.find((field) => {
    const told = toldTo('llama-server', field);
    return typeof told === 'object' && 'flags' in told && told.flags.includes(flag);
  });
}

/** A word behind a flag nobody knows here: its value, unless it looks like the next flag. */
function isValue(word: string | undefined): word is string {
  return word !== undefined && (!word.startsWith('-') || /^-\d/.test(word));
}

function keepWords(draft: Draft, words: readonly string[]): void {
  const [flag = ''] = words;
  const name = flag.replace(/=.*$/s, '');
  if (flag.startsWith('-') && namesSecret(name)) {
    draft.leftOut.push(name);
    return;
  }
  draft.extra.push(...words);
  draft.unknown.push(words.join(' '));
}

function readVariable(draft: Draft, name: string, value: string): void {
  if (name === 'LLAMA_API_KEY') draft.values['keyFrom'] = 'env';
  if (namesSecret(name)) {
    draft.leftOut.push(name);
    return;
  }
  if (draft.program === 'ollama' && readOllamaVariable(draft, name, value)) return;
  draft.env[name] = value;
  draft.unknown.push(`${name}=${value}`);
}

function readOllamaVariable(draft: Draft, name: string, value: string): boolean {
  if (name === 'OLLAMA_HOST') {
    Object.assign(draft.values, readHost(value));
    return true;
  }
  if (name === 'OLLAMA_FLASH_ATTENTION') {
    draft.values['flash'] = switchWord(value);
    return true;
  }
  const field = launchFields.find((each) => {
    const told = toldTo('ollama', each);
    return typeof told === 'object' && 'env' in told && told.env === name;
  });
  if (field) draft.values[field.id] = value;
  return field !== undefined;
}

/** `[scheme://]host[:port]`. */
function readHost(value: string): { host?: string; port?: string } {
  const bare = value.replace(/^\w+:\/\//, '').replace(/\/.*$/s, '');
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(bare) ?? [];
  return { ...(host === '' ? {} : { host }), ...(port === '' ? {} : { port }) };
}

function switchWord(value: string): string {
  if (/^(1|t|true|on|enabled)$/i.test(value)) return 'on';
  return /^(0|f|false|off|disabled)$/i.test(value) ? 'off' : value;
}
