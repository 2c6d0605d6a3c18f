// The size budget of a first visit, measured on the files of the build: what index.html names, what
// those import statically, the first screen's own chunks, and the engine with what it imports.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { isMain, root, script } from './shell.mjs';

const dist = join(root, 'dist');

const budget = { pageBytes: 70_000, pageAndEngineBytes: 130_000, requests: 15 };

/** Loaded by `import()`, yet needed before the composer takes a character. */
const firstScreen = /^(?:SessionsScreen|ChatScreen)-[\w-]+\.(?:js|css)$/;

/** The engine's chunk; `workers/` holds nothing that the page itself imports. */
const engineEntry = /^worker-[\w-]+\.js$/;

/** @typedef {{ path: string, rawBytes: number, brotliBytes: number }} Part */

/** @param {readonly string[]} entries @returns {string[]} the entries and all they import statically */
function staticGraph(entries) {
  const seen = new Set(entries);
  for (const path of seen) {
    if (!path.endsWith('.js')) continue;
    const text = readFileSync(join(dist, path), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"'\n]+)["']/g)) {
      const imported = join(dirname(path), specifier);
      if (existsSync(join(dist, imported))) seen.add(imported);
    }
  }
  return [...seen];
}

/** @param {string} path @returns {Part} */
function measure(path) {
  const bytes = readFileSync(join(dist, path));
  return { path, rawBytes: bytes.length, brotliBytes: brotliCompressSync(bytes).length };
}

/** @param {string} folder @param {RegExp} name */
function filesNamed(folder, name) {
  const full = join(dist, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full)
    .filter((file) => name.test(file))
    .map((file) => join(folder, file));
}

function pageEntries() {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(
    ([, path = '']) => path,
  );
  return [...new Set([...named, ...filesNamed('assets', firstScreen)])];
}

/** @param {readonly Part[]} parts */
function total(parts) {
  return parts.reduce((sum, part) => sum + part.brotliBytes, 0);
}

/** @param {string} title @param {readonly Part[]} parts */
function printTable(title, parts) {
  console.log(`\n${title}`);
  for (const { path, rawBytes, brotliBytes } of parts) {
    const cells = [kilobytes(brotliBytes), kilobytes(rawBytes)].map((text) => text.padStart(9));
    console.log(`${cells.join('')}  ${relative('', path)}`);
  }
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** @returns {boolean} whether the build is within the budget; prints a table */
export function checkSize() {
  const page = staticGraph(pageEntries()).map(measure);
  const engines = filesNamed('workers', engineEntry);
  const engine = staticGraph(engines).map(measure);
  printTable('page (brotli, raw)', page);
  printTable('engine', engine);
  // Beside them: index.html, the icon, the manifest and the registration's sw.js.
  const requests = page.length + engine.length + 4;
  const figures = [
    { name: 'page', value: total(page), limit: budget.pageBytes, print: kilobytes },
    {
      name: 'page and engine',
      value: total(page) + total(engine),
      limit: budget.pageAndEngineBytes,
      print: kilobytes,
    },
    { name: 'requests of a first visit', value: requests, limit: budget.requests, print: String },
  ];
  console.log('');
  for (const { name, value, limit, print } of figures) {
    const verdict = value <= limit ? 'within' : 'OVER';
    console.log(`${verdict.padEnd(7)}${name}: ${print(value)} of ${print(limit)}`);
  }
  if (engines.length === 0)
    console.log('OVER   no engine chunk was found, so nothing was measured');
  return engines.length > 0 && figures.every(({ value, limit }) => value <= limit);
}

if (isMain(import.meta.url)) {
  await script(async () => (checkSize() ? 0 : 1));
}
