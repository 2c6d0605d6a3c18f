/** For systems that only restart at a fixed pace: a loop of our own around the program, with pauses that double. */
import { type LaunchSettings, settingOf } from './read.ts';

export type Pauses = { readonly first: number; readonly most: number };

/** Seconds. After a run longer than the longest pause the pauses begin anew. */
export function pausesOf(settings: LaunchSettings): Pauses {
  const first = Number(settingOf(settings, 'restartFirst'));
  return { first, most: Math.max(first, Number(settingOf(settings, 'restartMost'))) };
}

/** A script for `/bin/sh` around one command, which is quoted for it already. */
export function shLoop(settings: LaunchSettings, command: string): string {
  const restart = settingOf(settings, 'restart');
  if (restart === 'no') return `exec ${command}`;
  const { first, most } = pausesOf(settings);
  return [
    `pause=${first}`,
    `trap 'kill "$child" 2>/dev/null; wait "$child"; exit 0' TERM INT`,
    'while :; do',
    '  began=$(date +%s)',
    // Replaces the shell behind it, so that the signal reaches the program itself.
    `  (exec ${command}) & child=$!`,
    '  wait "$child"; code=$?',
    ...(restart === 'on-failure' ? ['  [ "$code" -eq 0 ] && exit 0'] : []),
    `  [ $(($(date +%s) - began)) -gt ${most} ] && pause=${first}`,
    '  echo "ended with $code, again in $pause s" >&2',
    '  sleep "$pause" & child=$!',
    '  wait "$child"',
    '  pause=$((pause * 2))',
    `  [ "$pause" -gt ${most} ] && pause=${most}`,
    'done',
  ].join('\n');
}
