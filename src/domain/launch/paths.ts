/** What the targets make of paths: services start in no particular folder and mostly know no `~`. */
import type { Invocation, LaunchWord } from './invocation.ts';

function pathsOf({ binary, args, env }: Invocation): readonly LaunchWord[] {
  return [binary, ...args.flat(), ...env.map(([, each]) => each)].filter(({ isPath }) => isPath);
}

export function isAbsolute(path: string): boolean {
  return /^[/\\]|^[A-Za-z]:[\\/]/.test(path);
}

export function isUnderHome(path: string): boolean {
  return /^~([/\\]|$)/.test(path);
}

/** A path that depends on where the program is started. A bare program name is looked up by the system. */
export function hasRelativePath(invocation: Invocation): boolean {
  return pathsOf(invocation).some((each) => {
    if (isAbsolute(each.text) || isUnderHome(each.text)) return false;
    return each !== invocation.binary || /[/\\]/.test(each.text);
  });
}

export function hasHomePath(invocation: Invocation): boolean {
  return pathsOf(invocation).some(({ text }) => isUnderHome(text));
}
