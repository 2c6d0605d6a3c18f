import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { importCommand } from '../../../src/domain/launch/import.ts';
import { planLaunch, targetsOf } from '../../../src/domain/launch/plan.ts';
import type { LaunchTarget } from '../../../src/domain/launch/plan-types.ts';
import { readSheet } from '../../../src/domain/launch/read.ts';
import { type LaunchSheet, launchSheet } from '../../../src/domain/launch/sheet.ts';
import { hostileWords, readPowershell, readSystemd, readWindows, readXml } from './launch-words.ts';

function aSheet(part: Partial<LaunchSheet> = {}): LaunchSheet {
  const sheet: LaunchSheet = {
    name: 'A',
    program: 'llama-server',
    values: {},
    extra: [],
    env: {},
    models: [],
  };
  return { ...sheet, ...part };
}

function codeOf(sheet: LaunchSheet, target: LaunchTarget, kind: string): string {
  const file = planLaunch(sheet, target).files.find((each) => each.kind === kind);
  if (!file) throw new Error(`${target} has no ${kind}`);
  return file.code;
}

const words = hostileWords(200).filter((each) => !/(key|token|secret)$/i.test(each));
/** Prints its words, each behind a NUL. */
const printing = aSheet({
  values: { binary: '/usr/bin/printf', mode: 'several', restart: 'no', startAt: 'boot' },
  extra: ['%s\\0', ...words],
});
const run = (script: string) =>
  execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);

describe('words kept from a command line reach the program unchanged', () => {
  test('by the command for a shell, when a real one runs it', () => {
    expect(run(codeOf(printing, 'shell', 'posix-command'))).toEqual(words);
  });

  test('by the script in a property list, when a real shell runs it', () => {
    const plist = codeOf(printing, 'launchd', 'plist');
    const [, script = ''] = /<string>-c<\/string>\s*<string>([\s\S]*?)<\/string>/.exec(plist) ?? [];
    expect(run(readXml(script))).toEqual(words);
  });

  test('by the loop that restarts it, which ends with a program that ends well', () => {
    const looping = { ...printing, values: { ...printing.values, restart: 'on-failure' } };
    const plist = codeOf(looping, 'launchd', 'plist');
    const [, script = ''] = /<string>-c<\/string>\s*<string>([\s\S]*?)<\/string>/.exec(plist) ?? [];
    expect(run(readXml(script))).toEqual(words);
  });

  test('by a unit of systemd', () => {
    const unit = codeOf(printing, 'systemd', 'unit');
    const [, line = ''] = /ExecStart=((?:[^\n]*\\\n)*[^\n]*)\n/.exec(unit) ?? [];
    expect(readSystemd(line.replaceAll('\\\n', ' '), true).slice(2)).toEqual(words);
  });

  test('by the script of a Windows task', () => {
    const script = codeOf(printing, 'windows', 'script');
    const [, list = ''] = /-ArgumentList ('(?:[^']|'')*')\n/.exec(script) ?? [];
    expect(readWindows(readPowershell(list)).slice(1)).toEqual(words);
  });

  test('by a compose file', () => {
    const [, command = ''] =
      /command:\n((?: {6}- .*\n)+)/.exec(codeOf(printing, 'compose', 'compose')) ?? [];
    const read = command
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line.trim().slice(2)) as string);
    expect(read.map((each) => each.replaceAll('$$', '$')).slice(1)).toEqual(words);
  });
});

const usual = aSheet({
  values: {
    model: '~/models/qwen3.gguf',
    context: '16384',
    gpuLayers: 'all',
    slots: '2',
    flash: 'on',
    cacheK: 'q8_0',
    cacheV: 'q8_0',
    host: '127.0.0.1',
    port: '8080',
    cors: 'https://chat.example',
    metrics: 'yes',
    slotPath: '/var/lib/slots',
    threads: '8',
    batch: '1024',
    ubatch: '256',
    startAt: 'login',
    keyFrom: 'env',
  },
});

test('the command of a usual sheet is as a person would write it', () => {
  expect(codeOf(usual, 'shell', 'posix-command')).toMatchInlineSnapshot(`
    "printf 'Key: '; read -r LLAMA_API_KEY; export LLAMA_API_KEY
    llama-server \\
      --model ~/models/qwen3.gguf \\
      --ctx-size 16384 \\
      --n-gpu-layers all \\
      --parallel 2 \\
      --flash-attn on \\
      --cache-type-k q8_0 \\
      --cache-type-v q8_0 \\
      --threads 8 \\
      --batch-size 1024 \\
      --ubatch-size 256 \\
      --host 127.0.0.1 \\
      --port 8080 \\
      --cors-origins https://chat.example \\
      --metrics \\
      --slot-save-path /var/lib/slots"
  `);
});

describe('a key', () => {
  const typed = aSheet({
    values: { model: 'a.gguf', apiKey: 'hush' },
    extra: ['--api-key', 'hush', '--hf-token=hush'],
    env: { LLAMA_API_KEY: 'hush', MY_TOKEN: 'hush' },
  });

  test.each(targetsOf('llama-server'))(
    'that was typed anyway is in nothing made for %s',
    (target) => {
      expect(JSON.stringify(planLaunch(typed, target))).not.toContain('hush');
    },
  );

  test('in other words is told', () => {
    expect(readSheet(typed).problems.map(({ at, reason }) => `${at} ${reason}`)).toEqual([
      'extra secret',
      'extra secret',
      'env secret',
      'env secret',
    ]);
  });

  test('comes from where the person keeps it', () => {
    expect(codeOf(usual, 'systemd', 'unit')).toContain(
      'EnvironmentFile=%h/.config/llama-server.env',
    );
    expect(codeOf(usual, 'compose', 'compose')).toContain(`LLAMA_API_KEY: "\${LLAMA_API_KEY:?}"`);
    expect(codeOf(usual, 'windows', 'script')).not.toContain('LLAMA_API_KEY');
  });
});

describe('a service', () => {
  test('of systemd waits longer after each failure, up to a limit', () => {
    const unit = codeOf(usual, 'systemd', 'unit');
    expect(unit).toContain(
      'Restart=on-failure\nRestartSec=2\nRestartSteps=5\nRestartMaxDelaySec=60',
    );
    expect(unit).toContain('--model "%h/models/qwen3.gguf"');
  });

  test('starts at login, at boot, or only when it is told', () => {
    const at = (startAt: string) =>
      planLaunch({ ...usual, values: { ...usual.values, startAt } }, 'systemd').commands.install;
    expect(at('no')).toContain('systemctl --user start llama-server');
    expect(at('login')).toContain('systemctl --user enable --now llama-server');
    expect(at('boot')).toContain('loginctl enable-linger');
  });

  test('under an account is one of the system', () => {
    const plan = planLaunch({ ...usual, values: { ...usual.values, account: 'llm' } }, 'systemd');
    expect(plan.files[0]?.folder).toBe('/etc/systemd/system');
    expect(plan.files[0]?.code).toContain('User=llm');
    expect(plan.commands.log).toBe('journalctl -u llama-server -n 100 -f');
  });

  test.each(['systemd', 'launchd', 'windows', 'compose'] as const)(
    'on %s can be started, stopped, restarted, asked and read',
    (target) => {
      const { commands } = planLaunch(usual, target);
      for (const name of ['start', 'stop', 'restart', 'state', 'log'] as const) {
        expect(commands[name], name).toBeTruthy();
      }
    },
  );

  test('on Windows is not ended after three days', () => {
    expect(planLaunch(usual, 'windows').commands.install).toContain(
      '-ExecutionTimeLimit ([TimeSpan]::Zero)',
    );
  });

  test('on Windows finds the home folder, which Windows itself does not know by its sign', () => {
    expect(codeOf(usual, 'windows', 'script')).toContain(
      `--model "' + $HOME + '/models/qwen3.gguf"`,
    );
  });
});

describe('compose', () => {
  test('mounts a model’s folder and names the file inside', () => {
    const code = codeOf(usual, 'compose', 'compose');
    expect(code).toContain(`source: "\${HOME}/models"`);
    expect(code).toContain('- "/models/qwen3.gguf"');
    expect(code).toContain('- "127.0.0.1:8080:8080"');
  });

  test('gives a graphics card to the container, with the image made for it', () => {
    const sheet = { ...usual, values: { ...usual.values, gpu: 'nvidia' } };
    const code = codeOf(sheet, 'compose', 'compose');
    expect(code).toContain('llama.cpp:server-cuda');
    expect(code).toContain('driver: nvidia');
  });

  test('of Ollama keeps its models in a volume', () => {
    const code = codeOf(
      aSheet({ program: 'ollama', values: { context: '8192' } }),
      'compose',
      'compose',
    );
    expect(code).toContain('image: ollama/ollama\n');
    expect(code).toContain('OLLAMA_CONTEXT_LENGTH: "8192"');
    expect(code).toContain('- ollama:/root/.ollama');
  });
});

describe('several models', () => {
  const several = aSheet({
    values: { mode: 'several', context: '8192', modelsMax: '2', port: '8080' },
    models: [
      { name: 'qwen', source: '/m/qwen3.gguf', context: '32768', loadAtStart: 'yes' },
      { name: 'hub', source: 'org/repo-GGUF:Q4_K_M' },
    ],
  });

  test('become sections of a file, and what holds for all stands in it once', () => {
    expect(codeOf(several, 'ini', 'ini')).toBe(
      [
        'version = 1\n',
        '[*]\nctx-size = 8192\n',
        '[qwen]\nmodel = /m/qwen3.gguf\nctx-size = 32768\nload-on-startup = true\n',
        '[hub]\nhf-repo = org/repo-GGUF:Q4_K_M\n',
      ].join('\n'),
    );
    const command = codeOf(several, 'shell', 'posix-command');
    expect(command).toContain('--models-preset models.ini');
    // There it would go before each model's own.
    expect(command).not.toContain('--ctx-size');
  });

  test('the sheet of one model gives such a file too', () => {
    expect(codeOf(usual, 'ini', 'ini')).toContain('[qwen3]\nmodel = ~/models/qwen3.gguf');
    expect(codeOf(usual, 'ini', 'posix-command')).not.toContain('qwen3.gguf');
  });

  test('what the file’s reader would cut off is refused, not written', () => {
    const sheet = { ...several, models: [{ name: 'a', source: '/m/a;b.gguf' }] };
    expect(readSheet(sheet).problems).toEqual([{ at: 'models', row: 0, reason: 'ini' }]);
    expect(codeOf(sheet, 'ini', 'ini')).not.toContain('a;b');
  });
});

describe('a wrong value', () => {
  test.each([
    [{ port: '70000' }, 'port number'],
    [{ context: 'much' }, 'context number'],
    [{ gpuLayers: 'some' }, 'gpuLayers number'],
    [{ flash: 'perhaps' }, 'flash choice'],
    [{ host: 'a b' }, 'host host'],
    [{ host: '/run/llama.socket' }, 'host host'],
    [{ host: '/run/llama.sock/x' }, 'host host'],
    [{ host: 'http://a.sock' }, 'host host'],
    [{ host: '/run/a b; x.sock' }, 'host host'],
    [{ host: '.sock' }, 'host host'],
    [{ cors: 'https://a.example,https://b.example' }, 'cors one-origin'],
    [{ cors: 'a.example' }, 'cors origin'],
    [{ unit: '../x' }, 'unit unit'],
    [{ account: 'a b' }, 'account account'],
    [{ alias: 'a\nb' }, 'alias control'],
    [{ keyFrom: 'file' }, 'keyFile key-file-missing'],
  ])('%j is told and stands nowhere', (values, told) => {
    const sheet = aSheet({ values: { model: 'a.gguf', ...values } });
    const { problems, settings } = readSheet(sheet);
    expect(problems.map(({ at, reason }) => `${at} ${reason}`)).toEqual([told]);
    const [id = ''] = Object.keys(values);
    if (id !== 'keyFrom') expect(settings.values).not.toHaveProperty(id);
  });

  test('llama-server listens at a socket where its path ends as one, Ollama never does', () => {
    for (const host of ['/run/llama.sock', './llama.sock', '~/run/llama.sock', 'llama.sock']) {
      expect(readSheet(aSheet({ values: { model: 'a.gguf', host } })).problems).toEqual([]);
    }
    const values = { host: '/run/ollama.sock' };
    expect(readSheet(aSheet({ program: 'ollama', values })).problems).toMatchObject([
      { at: 'host', reason: 'host' },
    ]);
  });

  test('Ollama takes several origins', () => {
    const cors = 'https://a.example,https://b.example';
    const sheet = aSheet({ program: 'ollama', values: { cors } });
    expect(readSheet(sheet).problems).toEqual([]);
    expect(codeOf(sheet, 'shell', 'posix-command')).toContain(`OLLAMA_ORIGINS=${cors}`);
  });
});

describe('what to know', () => {
  const notes = (values: Record<string, string>, target: LaunchTarget = 'shell') =>
    planLaunch(aSheet({ values: { model: '/a.gguf', ...values } }), target).notes;

  test('a server open to the network without a key says so', () => {
    expect(notes({ host: '0.0.0.0' })).toContain('open');
    expect(notes({ host: '0.0.0.0', keyFrom: 'env' })).not.toContain('open');
    expect(notes({})).not.toContain('open');
    // A socket is for this machine only; a name that only holds such a word is a host.
    expect(notes({ host: '/run/llama.sock' })).not.toContain('open');
    expect(notes({ host: 'my.sock.example' })).toContain('open');
  });

  test('an app that is served where a key is asked for cannot be opened', () => {
    expect(notes({ appPath: '/srv/llantern', keyFrom: 'env' })).toContain('key-with-app');
  });

  test('a service does not know the folder a relative path begins in', () => {
    expect(notes({ model: 'a.gguf' }, 'systemd')).toContain('paths');
    expect(notes({ model: 'a.gguf' }, 'shell')).not.toContain('paths');
  });

  test('a daemon of macOS without an account runs as root', () => {
    expect(notes({ startAt: 'boot' }, 'launchd')).toContain('root');
    expect(notes({ startAt: 'boot', account: 'me' }, 'launchd')).not.toContain('root');
  });
});

test('a plan’s own command, pasted again, gives the same sheet', () => {
  const again = importCommand(codeOf(usual, 'shell', 'posix-command'), 'A');
  const { startAt: _startAt, keyFrom: _keyFrom, ...values } = usual.values;
  expect(again?.sheet.values).toEqual(values);
});

test('a sheet as it is stored passes its schema, and one with a huge value does not', () => {
  expect(launchSheet.safeParse(usual).success).toBe(true);
  expect(launchSheet.safeParse({ ...usual, extra: ['x'.repeat(5000)] }).success).toBe(false);
});
