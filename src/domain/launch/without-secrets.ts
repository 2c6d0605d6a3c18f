/** A sheet as it may be kept: what looks like a key is taken out before it is stored anywhere. */
import { namesSecret, readSheet } from './read.ts';
import type { LaunchSheet } from './sheet.ts';

export function withoutSecrets(sheet: LaunchSheet): LaunchSheet {
  const env = Object.entries(sheet.env).filter(([name]) => !namesSecret(name));
  return {
    ...sheet,
    extra: [...readSheet(sheet).settings.extra],
    env: Object.fromEntries(env),
  };
}
