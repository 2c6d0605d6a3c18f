/**
 * A systemd unit: of the person (it starts at login, or at boot where the person may linger), or of the system where an
 * account is named. Pauses between restarts grow (RestartSteps, systemd 254).
 */
import { type Invocation, keyVariable, type LaunchWord } from './invocation.ts';
import { hasHomePath, hasRelativePath, isUnderHome } from './paths.ts';
import type { LaunchFile, LaunchNote, LaunchPlan } from './plan-types.ts';
import { systemdAssignment, systemdWord } from './quote.ts';
import { type LaunchSettings, settingOf } from './read.ts';

export function planSystemd(settings: LaunchSettings, invocation: Invocation): LaunchPlan {
  const { account } = settings.values;
  const unit = settingOf(settings, 'unit');
  const startAt = settingOf(settings, 'startAt');
  const isSystem = account !== undefined;
  const ctl = isSystem ? 'sudo systemctl' : 'systemctl --user';
  const journal = isSystem ? 'journalctl -u' : 'journalctl --user -u';
  const folder = isSystem ? '/etc/systemd/system' : '~/.config/systemd/user';
  const files: LaunchFile[] = [
    { kind: 'unit', name: `${unit}.service`, folder, code: unitOf(settings, invocation) },
  ];
  const keyFolder = isSystem ? '/etc' : '~/.config';
  if (invocation.key === 'env') {
    const name = `${unit}.env`;
    files.push({ kind: 'key', name, folder: keyFolder, code: `${keyVariable}=` });
  }
  const lingers = !isSystem && startAt === 'boot';
  const install = [
    ...(invocation.key === 'env'
      ? [`${isSystem ? 'sudo ' : ''}chmod 600 ${keyFolder}/${unit}.env`]
      : []),
    `${ctl} daemon-reload`,
    startAt === 'no' ? `${ctl} start ${unit}` : `${ctl} enable --now ${unit}`,
    ...(lingers ? ['loginctl enable-linger'] : []),
  ];
  const notes: LaunchNote[] = [
    ...(hasRelativePath(invocation) ? (['paths'] as const) : []),
    ...(isSystem && hasHomePath(invocation) ? (['home'] as const) : []),
    ...(invocation.key === 'env' ? (['key-env'] as const) : []),
    ...(lingers ? (['linger'] as const) : []),
    ...(settingOf(settings, 'restart') === 'no' ? [] : (['systemd-254'] as const)),
  ];
  return {
    files,
    commands: {
      install: install.join('\n'),
      start: `${ctl} start ${unit}`,
      stop: `${ctl} stop ${unit}`,
      restart: `${ctl} restart ${unit}`,
      state: `${ctl} status ${unit}`,
      log: `${journal} ${unit} -n 100 -f`,
      remove: `${ctl} disable --now ${unit}`,
    },
    notes,
  };
}

function unitOf(settings: LaunchSettings, invocation: Invocation): string {
  const { account } = settings.values;
  const { binary, args, env, key } = invocation;
  const write = wordWriter(account);
  const unit = settingOf(settings, 'unit');
  const keyFile = account === undefined ? `%h/.config/${unit}.env` : `/etc/${unit}.env`;
  const command = [write(binary), ...args.map((words) => words.map(write).join(' '))];
  const lines = [
    '[Unit]',
    `Description=${unit}`,
    // Units of a person cannot wait for the network; the server is content without it.
    ...(account === undefined
      ? []
      : ['Wants=network-online.target', 'After=network-online.target']),
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    `ExecStart=${command.join(' \\\n  ')}`,
    ...env.map(([name, { text, isPath }]) => environment(name, text, isPath, account)),
    ...(key === 'env' ? [`EnvironmentFile=${keyFile}`] : []),
    ...(account === undefined ? [] : [`User=${account}`]),
    ...restartLines(settings),
    '',
    '[Install]',
    `WantedBy=${account === undefined ? 'default.target' : 'multi-user.target'}`,
  ];
  return `${lines.join('\n')}\n`;
}

function restartLines(settings: LaunchSettings): readonly string[] {
  const restart = settingOf(settings, 'restart');
  if (restart === 'no') return ['Restart=no'];
  const first = Number(settingOf(settings, 'restartFirst'));
  const most = Math.max(first, Number(settingOf(settings, 'restartMost')));
  const steps = Math.ceil(Math.log2(most / first));
  const growing = [`RestartSteps=${steps}`, `RestartMaxDelaySec=${most}`];
  return [`Restart=${restart}`, `RestartSec=${first}`, ...(steps > 0 ? growing : [])];
}

/** `%h` is the home folder of whoever runs the manager: the person, but root for the system's. */
function wordWriter(account: string | undefined): (word: LaunchWord) => string {
  return ({ text, isPath }) =>
    isPath && isUnderHome(text)
      ? systemdWord(`\u0000${text.slice(1)}`).replace('\u0000', homeOf(account))
      : systemdWord(text);
}

function environment(
  name: string,
  text: string,
  isPath: boolean,
  account: string | undefined,
): string {
  const value = isPath && isUnderHome(text) ? `\u0000${text.slice(1)}` : text;
  return `Environment=${systemdAssignment(name, value).replace('\u0000', homeOf(account))}`;
}

function homeOf(account: string | undefined): string {
  return account === undefined ? '%h' : `/home/${account}`;
}
