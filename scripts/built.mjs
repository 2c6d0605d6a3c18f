// Builds the app when dist is missing or older than what it is made from.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, runPackage, say } from './shell.mjs';

const madeFrom = [
  'src',
  'public',
  'scripts/vite',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
];

export async function ensureBuilt() {
  // The first and the last file of a build: one that was cut short has only one of them anew.
  const ends = ['index.html', 'sw.js'].map((name) => join(root, 'dist', name));
  const exists = ends.every((path) => existsSync(path));
  const newestAt = Math.max(...madeFrom.map((path) => newestChangeAt(join(root, path))));
  if (exists && ends.every((path) => statSync(path).mtimeMs >= newestAt)) return;
  say(exists ? 'the sources changed, so I build the app.' : 'I build the app.');
  const code = await runPackage('vite', ['build', '--logLevel', 'warn']);
  if (code !== 0) throw new Error('the build failed, see above.');
}

/** @param {string} path @returns {number} */
function newestChangeAt(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  const children = readdirSync(path).map((name) => newestChangeAt(join(path, name)));
  return Math.max(stat.mtimeMs, ...children);
}
