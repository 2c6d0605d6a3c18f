// Fails when package-lock.json lacks an optional package that another entry names. npm drops
// platform packages it cannot find without a word, and then `npm ci` fails on every machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root, script } from './shell.mjs';

/** @returns {string[]} names that are wanted and have no entry */
export function lockGaps() {
  /** @type {{ packages: Record<string, { optionalDependencies?: Record<string, string> }> }} */
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const present = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
  const wanted = Object.values(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );
  return [...new Set(wanted)].filter((name) => !present.has(name)).sort();
}

if (isMain(import.meta.url)) {
  await script(async () => {
    const gaps = lockGaps();
    for (const name of gaps) console.error(`missing from package-lock.json: ${name}`);
    return gaps.length === 0 ? 0 : 1;
  });
}
