/**
 * A file for docker compose. Folders of the host are mounted, so paths change into those that the container knows; the
 * port inside stays the image's own, since its health check asks there.
 */
import { type Invocation, invocationOf, keyVariable } from './invocation.ts';
import { isAbsolute, isUnderHome } from './paths.ts';
import type { LaunchNote, LaunchPlan } from './plan-types.ts';
import { composeText } from './quote.ts';
import { isModelFile, type LaunchSettings, settingOf } from './read.ts';

type Mount = { readonly source: string; readonly target: string; readonly isWritable: boolean };

const tagsByGpu: Readonly<Record<string, string>> = {
  none: 'server',
  nvidia: 'server-cuda',
  amd: 'server-rocm',
  intel: 'server-intel',
  vulkan: 'server-vulkan',
};

export function planCompose(settings: LaunchSettings): LaunchPlan {
  const mounts: Mount[] = [];
  const inside = withContainerPaths(settings, mounts);
  const invocation = invocationOf(inside);
  const notes: LaunchNote[] = [
    ...(settings.extra.length > 0 ? (['extra-paths'] as const) : []),
    ...(invocation.key === 'env' ? (['key-env'] as const) : []),
    ...(settingOf(settings, 'restart') === 'no' ? [] : (['docker-restart'] as const)),
    ...(invocation.ini ? (['ini-beside'] as const) : []),
  ];
  const lines =
    settings.program === 'ollama'
      ? ollamaService(settings, invocation, mounts)
      : llamaService(settings, invocation, mounts);
  return {
    files: [
      { kind: 'compose', name: 'compose.yaml', code: `${lines.join('\n')}\n` },
      ...(invocation.ini
        ? [{ kind: 'ini', name: invocation.ini.name, code: invocation.ini.code } as const]
        : []),
      ...(invocation.key === 'env'
        ? [{ kind: 'key', name: '.env', code: `${keyVariable}=` } as const]
        : []),
    ],
    commands: {
      start: 'docker compose up -d',
      stop: 'docker compose stop',
      restart: 'docker compose restart',
      state: 'docker compose ps',
      log: 'docker compose logs --tail 100 -f',
      remove: 'docker compose down',
    },
    notes,
  };
}

/** Each folder once; files are reached through theirs. */
function withContainerPaths(settings: LaunchSettings, mounts: Mount[]): LaunchSettings {
  const { values } = settings;
  const folder = (path: string, isWritable = false): string => {
    const found = mounts.find(({ source }) => source === path);
    if (found) return found.target;
    const target = mounts.length === 0 ? '/models' : `/mnt/${mounts.length}`;
    mounts.push({ source: path, target, isWritable });
    return target;
  };
  const file = (path: string): string => {
    const [, parent = '.', name = path] = /^(.*)[/\\]([^/\\]+)$/s.exec(path) ?? [];
    return `${folder(parent === '' ? '/' : parent)}/${name}`;
  };
  const source = (text: string): string => (isModelFile(text) ? file(text) : text);
  const { host: _host, port: _port, keyFile, ...kept } = values;
  return {
    ...settings,
    values: {
      ...kept,
      ...(values.model === undefined ? {} : { model: source(values.model) }),
      ...(values.mmproj === undefined ? {} : { mmproj: file(values.mmproj) }),
      ...(settings.program === 'ollama' || values.modelsDir === undefined
        ? {}
        : { modelsDir: folder(values.modelsDir) }),
      ...(values.appPath === undefined ? {} : { appPath: folder(values.appPath) }),
      ...(values.slotPath === undefined ? {} : { slotPath: folder(values.slotPath, true) }),
      ...(values.modelsIni !== undefined && settings.models.length === 0
        ? { modelsIni: file(values.modelsIni) }
        : settings.models.length > 0
          ? { modelsIni: '/models.ini' }
          : {}),
      ...(keyFile === undefined ? {} : { keyFile: '/run/secrets/key' }),
    },
    models: settings.models.map((each) => ({ ...each, source: source(each.source) })),
  };
}

function llamaService(
  settings: LaunchSettings,
  invocation: Invocation,
  mounts: readonly Mount[],
): readonly string[] {
  const usesHub = [
    settings.values.model ?? '',
    ...settings.models.map(({ source }) => source),
  ].some((source) => source !== '' && !isModelFile(source));
  const key = settings.values.keyFile;
  const tag = tagsByGpu[settingOf(settings, 'gpu')] ?? 'server';
  const words = invocation.args.flat();
  const env: [string, string][] = invocation.env.map(([name, { text }]) => [
    name,
    composeText(text),
  ]);
  if (invocation.key === 'env') env.push([keyVariable, `"\${${keyVariable}:?}"`]);
  return [
    'services:',
    `  ${settingOf(settings, 'unit')}:`,
    `    image: ghcr.io/ggml-org/llama.cpp:${tag}`,
    ...list(
      'command',
      words.map(({ text }) => composeText(text)),
    ),
    ...map('environment', env),
    ...list('ports', [composeText(`${published(settings)}:8080`)]),
    ...volumes([
      ...mounts.map(bind),
      ...(invocation.ini ? [bindFile(`./${invocation.ini.name}`, '/models.ini')] : []),
      ...(usesHub ? [['- cache:/root/.cache']] : []),
    ]),
    ...gpuLines(settings),
    ...(invocation.key === 'file' ? ['    secrets:', '      - key'] : []),
    `    restart: ${restartWord(settings)}`,
    ...(usesHub ? ['volumes:', '  cache: {}'] : []),
    ...(invocation.key === 'file' && key !== undefined
      ? ['secrets:', '  key:', `    file: ${hostPath(key)}`]
      : []),
  ];
}

function ollamaService(
  settings: LaunchSettings,
  invocation: Invocation,
  mounts: readonly Mount[],
): readonly string[] {
  const models = settings.values.modelsDir;
  const env = invocation.env
    .filter(([name]) => name !== 'OLLAMA_MODELS')
    .map(([name, { text }]): [string, string] => [name, composeText(text)]);
  const isAmd = settingOf(settings, 'gpu') === 'amd';
  return [
    'services:',
    `  ${settingOf(settings, 'unit')}:`,
    `    image: ollama/ollama${isAmd ? ':rocm' : ''}`,
    ...map('environment', env),
    ...list('ports', [composeText(`${published(settings)}:11434`)]),
    ...volumes([
      ['- ollama:/root/.ollama'],
      ...(models === undefined
        ? []
        : [bind({ source: models, target: '/root/.ollama/models', isWritable: true })]),
      ...mounts.map(bind),
    ]),
    ...gpuLines(settings),
    `    restart: ${restartWord(settings)}`,
    'volumes:',
    '  ollama: {}',
  ];
}

/** Docker publishes at addresses only, not at names. */
function published(settings: LaunchSettings): string {
  const host = settingOf(settings, 'host').replace(/^\[|\]$/g, '');
  const port = settingOf(settings, 'port');
  if (host === '0.0.0.0' || host === '::') return port;
  if (host.includes(':')) return `[${host}]:${port}`;
  return `${/^[\d.]+$/.test(host) ? host : '127.0.0.1'}:${port}`;
}

/** A container that ran comes back with Docker itself only by `unless-stopped` and `always`. */
function restartWord(settings: LaunchSettings): string {
  const restart = settingOf(settings, 'restart');
  if (settingOf(settings, 'startAt') !== 'no') return 'unless-stopped';
  return restart === 'no' ? '"no"' : restart;
}

function gpuLines(settings: LaunchSettings): readonly string[] {
  switch (settingOf(settings, 'gpu')) {
    case 'nvidia':
      return [
        '    deploy:',
        '      resources:',
        '        reservations:',
        '          devices:',
        '            - driver: nvidia',
        '              count: all',
        '              capabilities: [gpu]',
      ];
    case 'amd':
      return list('devices', ['/dev/kfd', '/dev/dri']);
    case 'intel':
    case 'vulkan':
      return list('devices', ['/dev/dri']);
    default:
      return [];
  }
}

function list(key: string, entries: readonly string[]): readonly string[] {
  return entries.length === 0 ? [] : [`    ${key}:`, ...entries.map((each) => `      - ${each}`)];
}

function map(key: string, entries: readonly (readonly [string, string])[]): readonly string[] {
  if (entries.length === 0) return [];
  return [`    ${key}:`, ...entries.map(([name, value]) => `      ${name}: ${value}`)];
}

function volumes(entries: readonly (readonly string[])[]): readonly string[] {
  if (entries.length === 0) return [];
  return ['    volumes:', ...entries.flat().map((line) => `      ${line}`)];
}

function bind({ source, target, isWritable }: Mount): readonly string[] {
  return [
    '- type: bind',
    `  source: ${hostPath(source)}`,
    `  target: ${composeText(target)}`,
    ...(isWritable ? [] : ['  read_only: true']),
  ];
}

function bindFile(source: string, target: string): readonly string[] {
  return bind({ source, target, isWritable: false });
}

/** Relative ones are relative to the file; `~` is written as the variable that compose knows. */
function hostPath(path: string): string {
  if (isUnderHome(path)) return composeText(path.slice(1)).replace('"', `"\${HOME}`);
  return composeText(isAbsolute(path) || path.startsWith('.') ? path : `./${path}`);
}
