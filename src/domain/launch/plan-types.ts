/** What a launch sheet becomes for one target: files to save, commands to type, and what to know about them. Types only. */

export const launchTargets = ['shell', 'systemd', 'launchd', 'windows', 'compose', 'ini'] as const;
export type LaunchTarget = (typeof launchTargets)[number];

/** Chosen so that it can be said in plain words where the code goes. */
export type LaunchFileKind =
  | 'posix-command'
  | 'windows-command'
  | 'unit'
  | 'plist'
  | 'script'
  | 'compose'
  | 'ini'
  | 'key';

export type LaunchFile = {
  readonly kind: LaunchFileKind;
  /** To be saved under; absent for what is only typed. */
  readonly name?: string;
  /** The folder it belongs to, where that matters. */
  readonly folder?: string;
  readonly code: string;
};

export const launchCommands = [
  'install',
  'start',
  'stop',
  'restart',
  'state',
  'log',
  'remove',
] as const;
export type LaunchCommand = (typeof launchCommands)[number];

export type LaunchNote =
  | 'paths'
  | 'home'
  | 'key-env'
  | 'no-key-ollama'
  | 'key-with-app'
  | 'app-path'
  | 'open'
  | 'slot-folder'
  | 'linger'
  | 'systemd-254'
  | 'root'
  | 'administrator'
  | 'docker-restart'
  | 'extra-paths'
  | 'ini-left-out'
  | 'ini-beside'
  | 'ollama-per-model';

export type LaunchPlan = {
  readonly files: readonly LaunchFile[];
  readonly commands: Readonly<Partial<Record<LaunchCommand, string>>>;
  readonly notes: readonly LaunchNote[];
};
