/**
 * A property list for launchd: an agent of the person, or a daemon where it is to start at boot. launchd restarts at a
 * fixed pace and knows neither `~` nor the shell's search path, so a shell stands in between.
 */
import { type Invocation, keyVariable } from './invocation.ts';
import { hasHomePath, hasRelativePath } from './paths.ts';
import type { LaunchNote, LaunchPlan } from './plan-types.ts';
import { xmlText } from './quote.ts';
import { type LaunchSettings, settingOf } from './read.ts';
import { shLoop } from './restart-loop.ts';
import { exportsOf, programLine } from './shell.ts';

/** Where package managers of macOS put programs. */
const searchPath = '/opt/homebrew/bin:/usr/local/bin';
/** To be replaced by the person; launchd reads no other file for it. */
const keyHere = 'PUT-THE-KEY-HERE';

export function planLaunchd(settings: LaunchSettings, invocation: Invocation): LaunchPlan {
  const { account } = settings.values;
  const isDaemon = settingOf(settings, 'startAt') === 'boot';
  const label = `local.${settingOf(settings, 'unit')}`;
  const folder = isDaemon ? '/Library/LaunchDaemons' : '~/Library/LaunchAgents';
  const file = `${folder}/${label}.plist`;
  const domain = isDaemon ? 'system' : 'gui/$(id -u)';
  const ctl = isDaemon ? 'sudo launchctl' : 'launchctl';
  const notes: LaunchNote[] = [
    ...(hasRelativePath(invocation) ? (['paths'] as const) : []),
    ...(account === undefined && isDaemon && hasHomePath(invocation) ? (['home'] as const) : []),
    ...(isDaemon && account === undefined ? (['root'] as const) : []),
    ...(invocation.key === 'env' ? (['key-env'] as const) : []),
  ];
  return {
    files: [
      {
        kind: 'plist',
        name: `${label}.plist`,
        folder,
        code: plistOf(settings, invocation, label),
      },
    ],
    commands: {
      install: [
        ...(isDaemon ? [`sudo chown root:wheel ${file}`] : []),
        ...(invocation.key === 'env' ? [`${isDaemon ? 'sudo ' : ''}chmod 600 ${file}`] : []),
        `${ctl} bootstrap ${domain} ${file}`,
      ].join('\n'),
      start: `${ctl} kickstart ${domain}/${label}`,
      stop: `${ctl} kill TERM ${domain}/${label}`,
      restart: `${ctl} kickstart -k ${domain}/${label}`,
      state: `${ctl} print ${domain}/${label}`,
      log: `tail -n 100 -f ${isDaemon ? logOf(settings) : `~/Library/Logs/${label}.log`}`,
      remove: `${ctl} bootout ${domain}/${label}`,
    },
    notes,
  };
}

function plistOf(settings: LaunchSettings, invocation: Invocation, label: string): string {
  const { account } = settings.values;
  const startAt = settingOf(settings, 'startAt');
  const isDaemon = startAt === 'boot';
  const script = [
    // A person's own log folder is there; for a daemon launchd itself opens the file.
    ...(isDaemon ? [] : [`exec >>"$HOME/Library/Logs/${label}.log" 2>&1`]),
    `export PATH="${searchPath}:$PATH"`,
    ...exportsOf(invocation),
    shLoop(settings, programLine(invocation)),
  ].join('\n');
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '<dict>',
    ...entry('Label', text(label)),
    '  <key>ProgramArguments</key>',
    '  <array>',
    ...['/bin/sh', '-c', script].map((each) => `    ${text(each)}`),
    '  </array>',
    ...(invocation.key === 'env' ? keyLines : []),
    ...entry('RunAtLoad', startAt === 'no' ? '<false/>' : '<true/>'),
    ...(isDaemon && account !== undefined ? entry('UserName', text(account)) : []),
    ...(isDaemon ? entry('StandardOutPath', text(logOf(settings))) : []),
    ...(isDaemon ? entry('StandardErrorPath', text(logOf(settings))) : []),
    '</dict>',
    '</plist>',
  ];
  return `${lines.join('\n')}\n`;
}

const keyLines = [
  '  <key>EnvironmentVariables</key>',
  '  <dict>',
  `    <key>${keyVariable}</key>`,
  `    ${text(keyHere)}`,
  '  </dict>',
];

function entry(key: string, value: string): readonly string[] {
  return [`  <key>${key}</key>`, `  ${value}`];
}

function text(value: string): string {
  return `<string>${xmlText(value)}</string>`;
}

/** Written by the account it runs under. */
function logOf(settings: LaunchSettings): string {
  const { account } = settings.values;
  const home = account === undefined ? '' : `/Users/${account}`;
  return `${home}/Library/Logs/local.${settingOf(settings, 'unit')}.log`;
}
