/** A sheet for one target: the files, the commands, and what to know about them. Pure text; nothing is ever run by us. */
import { planCompose } from './compose.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { planLaunchd } from './launchd.ts';
import { asSeveral, formatModelsIni, iniName } from './models-ini.ts';
import { isUnderHome } from './paths.ts';
import type { LaunchNote, LaunchPlan, LaunchTarget } from './plan-types.ts';
import { canStandInIni, isSocket, type LaunchSettings, readSheet, settingOf } from './read.ts';
import type { LaunchProgram, LaunchSheet } from './sheet.ts';
import { planShell } from './shell.ts';
import { planSystemd } from './systemd.ts';
import { planWindows } from './windows.ts';

export function targetsOf(program: LaunchProgram): readonly LaunchTarget[] {
  const all: LaunchTarget[] = ['shell', 'systemd', 'launchd', 'windows', 'compose'];
  return program === 'llama-server' ? [...all, 'ini'] : all;
}

export function planLaunch(sheet: LaunchSheet, target: LaunchTarget): LaunchPlan {
  const { settings } = readSheet(sheet);
  const invocation = invocationOf(settings);
  const plan = planners[target](settings, invocation);
  const ini = invocation.ini;
  const needsIni = ini !== undefined && target !== 'compose' && target !== 'ini';
  return {
    ...plan,
    files: needsIni ? [...plan.files, { kind: 'ini', ...ini }] : plan.files,
    notes: [...new Set([...plan.notes, ...commonNotes(settings, invocation)])],
  };
}

const planners: Readonly<
  Record<LaunchTarget, (settings: LaunchSettings, invocation: Invocation) => LaunchPlan>
> = {
  shell: planShell,
  systemd: planSystemd,
  launchd: planLaunchd,
  windows: planWindows,
  compose: planCompose,
  ini: planIni,
};

function planIni(settings: LaunchSettings): LaunchPlan {
  const several = asSeveral(settings);
  return {
    files: [
      { kind: 'ini', name: iniName, code: formatModelsIni(several) },
      ...planShell(several, invocationOf(several)).files,
    ],
    commands: {},
    notes: [
      ...(cannotAllStand(settings) ? (['ini-left-out'] as const) : []),
      // Nothing expands it there.
      ...(several.models.some(({ source }) => isUnderHome(source)) ? (['home'] as const) : []),
    ],
  };
}

function cannotAllStand({ values }: LaunchSettings): boolean {
  return [values.model, values.mmproj].some((each) => each !== undefined && !canStandInIni(each));
}

function commonNotes(settings: LaunchSettings, { key }: Invocation): readonly LaunchNote[] {
  const { values, program } = settings;
  const host = settingOf(settings, 'host');
  const isOpen = !['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host) && !isSocket(host);
  return [
    ...(isOpen && program === 'llama-server' && key === 'none' ? (['open'] as const) : []),
    ...(isOpen && program === 'ollama' ? (['no-key-ollama'] as const) : []),
    ...(values.appPath !== undefined ? (['app-path'] as const) : []),
    ...(values.appPath !== undefined && key !== 'none' ? (['key-with-app'] as const) : []),
    ...(values.slotPath !== undefined ? (['slot-folder'] as const) : []),
    ...(program === 'ollama' ? (['ollama-per-model'] as const) : []),
  ];
}
