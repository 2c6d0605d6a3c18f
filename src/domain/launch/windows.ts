/**
 * A scheduled task for Windows: a script that starts the program, keeps its log and starts it again with growing pauses,
 * and the lines that register the script.
 */
import { type Invocation, keyVariable } from './invocation.ts';
import { hasRelativePath } from './paths.ts';
import type { LaunchNote, LaunchPlan } from './plan-types.ts';
import { powershellText } from './quote.ts';
import { type LaunchSettings, settingOf } from './read.ts';
import { pausesOf } from './restart-loop.ts';
import { powershellExpression, startArguments } from './shell.ts';

export function planWindows(settings: LaunchSettings, invocation: Invocation): LaunchPlan {
  const unit = settingOf(settings, 'unit');
  const startAt = settingOf(settings, 'startAt');
  const task = `-TaskName '${unit}'`;
  const file = invocation.binary.text.split(/[/\\]/).at(-1) ?? '';
  const process = powershellText(file.replace(/\.exe$/i, ''));
  // Ending the task ends its script, and not what the script has started.
  const stop = [
    `Stop-ScheduledTask ${task}`,
    `Get-Process -Name ${process} -ErrorAction SilentlyContinue | Stop-Process`,
  ];
  const start = `Start-ScheduledTask ${task}`;
  const notes: LaunchNote[] = [
    ...(hasRelativePath(invocation) ? (['paths'] as const) : []),
    ...(invocation.key === 'env' ? (['key-env'] as const) : []),
    ...(startAt === 'no' ? [] : (['administrator'] as const)),
  ];
  return {
    files: [
      {
        kind: 'script',
        name: `${unit}.ps1`,
        folder: '%LOCALAPPDATA%\\Llantern',
        code: scriptOf(settings, invocation),
      },
    ],
    commands: {
      install: installLines(settings, invocation).join('\n'),
      start,
      stop: stop.join('\n'),
      restart: [...stop, start].join('\n'),
      state: `(Get-ScheduledTask ${task}).State`,
      log: `Get-Content "$env:LOCALAPPDATA\\Llantern\\${unit}.err.txt" -Tail 100 -Wait`,
      remove: `Unregister-ScheduledTask ${task} -Confirm:$false`,
    },
    notes,
  };
}

function installLines(settings: LaunchSettings, invocation: Invocation): readonly string[] {
  const unit = settingOf(settings, 'unit');
  const startAt = settingOf(settings, 'startAt');
  const triggers: Readonly<Record<string, string>> = {
    login: 'New-ScheduledTaskTrigger -AtLogOn -User $env:USERNAME',
    boot: 'New-ScheduledTaskTrigger -AtStartup',
  };
  const trigger = triggers[startAt];
  return [
    ...(invocation.key === 'env'
      ? [`[Environment]::SetEnvironmentVariable('${keyVariable}', (Read-Host 'Key'), 'User')`]
      : []),
    `$script = "$env:LOCALAPPDATA\\Llantern\\${unit}.ps1"`,
    `$run = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument ('-NoProfile -ExecutionPolicy Bypass -WindowStyle Hidden -File "' + $script + '"')`,
    // Without a limit of its own Windows ends a task after three days.
    '$how = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries',
    ...(trigger === undefined ? [] : [`$when = ${trigger}`]),
    ...(startAt === 'boot'
      ? ['$who = New-ScheduledTaskPrincipal -UserId $env:USERNAME -LogonType S4U']
      : []),
    [
      `Register-ScheduledTask -TaskName '${unit}' -Action $run -Settings $how`,
      ...(trigger === undefined ? [] : ['-Trigger $when']),
      ...(startAt === 'boot' ? ['-Principal $who'] : []),
    ].join(' '),
  ];
}

function scriptOf(settings: LaunchSettings, invocation: Invocation): string {
  const unit = settingOf(settings, 'unit');
  const restart = settingOf(settings, 'restart');
  const { first, most } = pausesOf(settings);
  const run = `Start-Process -NoNewWindow -Wait -PassThru -RedirectStandardOutput "$log.out.txt" -RedirectStandardError "$log.err.txt" ${startArguments(invocation.binary, invocation.args.flat())}`;
  const keepLog = [
    "foreach ($each in 'out', 'err') {",
    '  Move-Item "$log.$each.txt" "$log.$each.before.txt" -Force -ErrorAction SilentlyContinue',
    '}',
  ];
  const once = [...keepLog, `$run = ${run}`];
  const loop = [
    `$pause = ${first}`,
    'while ($true) {',
    '  $began = Get-Date',
    ...once.map((line) => `  ${line}`),
    ...(restart === 'on-failure' ? ['  if ($run.ExitCode -eq 0) { break }'] : []),
    `  if (((Get-Date) - $began).TotalSeconds -gt ${most}) { $pause = ${first} }`,
    '  Start-Sleep -Seconds $pause',
    `  $pause = [Math]::Min($pause * 2, ${most})`,
    '}',
  ];
  const lines = [
    `$log = "$env:LOCALAPPDATA\\Llantern\\${unit}"`,
    ...invocation.env.map(([name, each]) => `$env:${name} = ${powershellExpression(each)}`),
    ...(restart === 'no' ? once : loop),
  ];
  return `${lines.join('\n')}\n`;
}
