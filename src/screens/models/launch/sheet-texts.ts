/** Parts of a sheet as people type them: flags as on a command line, variables a line each. Pure. */
import { shWord } from '../../../domain/launch/quote.ts';
import { type LaunchProgram, type LaunchSheet, launchSheet } from '../../../domain/launch/sheet.ts';
import { splitCommands } from '../../../domain/launch/split.ts';

/** A flag and its value on one line. */
export function extraText(extra: readonly string[]): string {
  const lines: string[] = [];
  for (const word of extra) {
    const last = lines.at(-1);
    const isFlag = word.startsWith('-') && !/^-\d/.test(word);
    if (isFlag || last === undefined || !last.startsWith('-') || last.includes(' ')) {
      lines.push(shWord(word));
    } else lines[lines.length - 1] = `${last} ${shWord(word)}`;
  }
  return lines.join('\n');
}

export function readExtraText(text: string): string[] {
  return splitCommands(text)
    .commands.flat()
    .filter((word) => word !== '');
}

export function envText(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

/** Without quotes: a value goes to the end of its line. */
export function readEnvText(text: string): Record<string, string> {
  const env: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*([^=\s]+)\s*=(.*)$/.exec(line) ?? [];
    if (name !== undefined) env[name] = value?.trim() ?? '';
    else if (line.trim() !== '') env[line.trim()] = '';
  }
  return env;
}

export type SheetPlace = {
  readonly program: LaunchProgram;
  /** Of the connection, where there is one. */
  readonly baseUrl?: string | undefined;
  /** Of this page. */
  readonly origin: string;
  readonly model?: string | undefined;
};

/** What is known already: where the connection leads, and which page has to be let in. */
export function newSheet({ program, baseUrl, origin, model }: SheetPlace): LaunchSheet {
  const values: Record<string, string> = {};
  const url = baseUrl !== undefined && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const usualPort = program === 'ollama' ? '11434' : '8080';
  if (url?.protocol === 'http:' && url.port !== '' && url.port !== usualPort) {
    values['port'] = url.port;
  }
  if (url?.protocol === 'http:' && !isThisDevice(url.hostname)) values['host'] = '0.0.0.0';
  if (/^https?:/.test(origin) && origin !== url?.origin) values['cors'] = origin;
  if (model !== undefined && program === 'llama-server') values['model'] = model;
  return { name: '', program, values, extra: [], env: {}, models: [] };
}

function isThisDevice(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** A draft as it was kept; `undefined` for anything else. Its name may still be empty. */
export function readDraftSheet(value: unknown): LaunchSheet | undefined {
  const read = launchSheet.safeParse(withName(value));
  return read.success ? { ...read.data, name: nameOf(value) } : undefined;
}

function withName(value: unknown): unknown {
  return typeof value === 'object' && value !== null
    ? { ...value, name: nameOf(value) || '-' }
    : value;
}

function nameOf(value: unknown): string {
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : '';
  return typeof name === 'string' ? name : '';
}

/** Empty fields are no part of it: they stand for what the program does by itself. */
export function tidySheet(sheet: LaunchSheet): LaunchSheet {
  const filled = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
  return {
    ...sheet,
    name: sheet.name.trim(),
    values: filled(sheet.values),
    models: sheet.models.map(filled).filter((model) => Object.keys(model).length > 0),
  };
}

/** In the place of the one of that name, else at the end. */
export function withSheet(
  sheets: readonly LaunchSheet[],
  sheet: LaunchSheet,
): readonly LaunchSheet[] {
  const at = sheets.findIndex(({ name }) => name === sheet.name);
  return at < 0 ? [...sheets, sheet] : sheets.with(at, sheet);
}
