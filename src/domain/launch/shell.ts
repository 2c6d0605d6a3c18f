/** The plain commands: for a terminal on Linux or macOS, and for PowerShell. */
import { type Invocation, keyVariable, type LaunchWord } from './invocation.ts';
import { isUnderHome } from './paths.ts';
import type { LaunchPlan } from './plan-types.ts';
import { powershellText, shWord, windowsWord } from './quote.ts';
import { isSocket, type LaunchSettings, settingOf } from './read.ts';

export function planShell(settings: LaunchSettings, invocation: Invocation): LaunchPlan {
  return {
    files: [
      { kind: 'posix-command', code: posixCommand(invocation) },
      { kind: 'windows-command', code: windowsCommand(invocation) },
    ],
    commands: { state: `curl -s ${shWord(healthUrl(settings))}`, stop: 'Ctrl+C' },
    notes: invocation.key === 'env' ? ['key-env'] : [],
  };
}

function healthUrl(settings: LaunchSettings): string {
  const host = settingOf(settings, 'host');
  const port = settingOf(settings, 'port');
  const isEverywhere = host === '0.0.0.0' || host === '::' || isSocket(host);
  const reached = isEverywhere ? '127.0.0.1' : host;
  const outer = reached.includes(':') && !reached.startsWith('[') ? `[${reached}]` : reached;
  return `http://${outer}:${port}${settings.program === 'ollama' ? '/api/version' : '/health'}`;
}

function posixCommand(invocation: Invocation): string {
  const askKey = `printf 'Key: '; read -r ${keyVariable}; export ${keyVariable}`;
  return [
    ...(invocation.key === 'env' ? [askKey] : []),
    ...exportsOf(invocation),
    programLine(invocation),
  ].join('\n');
}

export function exportsOf({ env }: Invocation): readonly string[] {
  return env.map(([name, { text, isPath }]) => `export ${name}=${shWord(text, isPath)}`);
}

/** Program and words for a POSIX shell, a flag a line. */
export function programLine({ binary, args }: Invocation): string {
  return joined(program(binary), args, posixWord, ' \\\n  ');
}

/** Built so that Windows' own PowerShell and the newer one hand over the same words. */
function windowsCommand({ binary, args, env, key }: Invocation): string {
  // The older one loses quotation marks, empty words, and a backslash before its own closing mark.
  const isPlain = args.flat().every(({ text }) => !/["\n]|^$|\\$/.test(text));
  return [
    ...(key === 'env' ? [`$env:${keyVariable} = Read-Host 'Key'`] : []),
    ...env.map(([name, each]) => `$env:${name} = ${powershellExpression(each)}`),
    isPlain
      ? joined(`& ${powershellExpression(binary)}`, args, powershellWord, ' `\n  ')
      : `Start-Process -NoNewWindow -Wait ${startArguments(binary, args.flat())}`,
  ].join('\n');
}

/** `Start-Process` hands its list of arguments over as one text, so it is the words' own quoting that counts. */
export function startArguments(binary: LaunchWord, words: readonly LaunchWord[]): string {
  const file = `-FilePath ${powershellExpression(binary)}`;
  if (words.length === 0) return file;
  const line = words.map((each) => windowsWord(homeMarked(each), isHome(each))).join(' ');
  return `${file} -ArgumentList ${withHome(powershellText(line))}`;
}

/** Windows knows no `~`: the home folder is put in by PowerShell itself. */
export function powershellExpression(word: LaunchWord): string {
  return withHome(powershellText(homeMarked(word)));
}

const mark = '\u0000';

function isHome({ text, isPath }: LaunchWord): boolean {
  return isPath && isUnderHome(text);
}

function homeMarked(word: LaunchWord): string {
  return isHome(word) ? mark + word.text.slice(1) : word.text;
}

function withHome(literal: string): string {
  return literal.includes(mark) ? `(${literal.replaceAll(mark, "' + $HOME + '")})` : literal;
}

function powershellWord(word: LaunchWord): string {
  const isBare = /^(--?[A-Za-z][A-Za-z-]*|[0-9]{1,9}|[A-Za-z]+)$/.test(word.text);
  return isBare ? word.text : powershellExpression(word);
}

function joined(
  first: string,
  args: Invocation['args'],
  write: (word: LaunchWord) => string,
  separator: string,
): string {
  const lines = args.map((words) => words.map(write).join(' '));
  // A command of the program (`serve`) stays beside it.
  const isCommand = args[0]?.[0]?.text.startsWith('-') === false;
  const [command = '', ...flags] = isCommand ? lines : ['', ...lines];
  return [isCommand ? `${first} ${command}` : first, ...flags].join(separator);
}

function posixWord({ text, isPath }: LaunchWord): string {
  return shWord(text, isPath);
}

/** A name with a `=` would be taken for a variable. */
function program({ text, isPath }: LaunchWord): string {
  return text.includes('=') ? `'${text.replaceAll("'", `'\\''`)}'` : shWord(text, isPath);
}
