// Puts the licence texts of everything that ships into the build as licenses.txt: the runtime
// dependencies, what those depend on, and the packages that are bundled into the service worker.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

type Manifest = {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly homepage?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

/** Development packages by name only: their code ends in sw.js. */
const bundledElsewhere = ['workbox-precaching', 'workbox-routing'];

/** Compiled into a package's WebAssembly. Its words are the package's own (MIT), its authors are others. */
const inside = [
  {
    title:
      'llama.cpp, inside @wllama/wllama and @wllama/wllama-compat (MIT)\nhttps://github.com/ggml-org/llama.cpp',
    package: '@wllama/wllama',
    authors: 'Copyright (c) 2023-2026 The ggml authors',
  },
];

/** Another build of the same code, which comes without the words. */
const wordsOf: Readonly<Record<string, string>> = { '@wllama/wllama-compat': '@wllama/wllama' };

export function licenses(root: string): Plugin {
  return {
    name: 'llantern:licenses',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: readLicenses(root) });
    },
  };
}

function readLicenses(root: string): string {
  const own = readManifest(root);
  const folders = new Set<string>();
  const wanted = [...Object.keys(own.dependencies ?? {}), ...bundledElsewhere];
  for (const name of wanted) collect(name, root, folders);
  const within = inside.map(({ title, package: name, authors }) => {
    const text = licenceOf(findPackage(name, root));
    return `${title}\n\n${text.replace(/^Copyright .*$/m, authors)}`;
  });
  const entries = [...[...folders].map((folder) => entryText(folder, root)), ...within].sort();
  const head = 'Llantern contains the following software of others, with thanks.';
  return [head, ...entries].join(`\n\n${'-'.repeat(72)}\n\n`).concat('\n');
}

function collect(name: string, from: string, folders: Set<string>): void {
  const folder = findPackage(name, from);
  if (folders.has(folder)) return;
  folders.add(folder);
  for (const next of Object.keys(readManifest(folder).dependencies ?? {})) {
    collect(next, folder, folders);
  }
}

/** Node's own rule: the nearest node_modules on the way up. */
function findPackage(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(from);
  if (parent === from) throw new Error(`licenses: the package ${name} is not installed`);
  return findPackage(name, parent);
}

function entryText(folder: string, root: string): string {
  const { name, version, license, homepage } = readManifest(folder);
  const twin = wordsOf[name];
  const text = licenceOf(twin === undefined ? folder : findPackage(twin, root));
  if (license === undefined && text === '') throw new Error(`licenses: none for ${name}`);
  const title = [`${name} ${version} (${license ?? 'see below'})`, homepage].filter(Boolean);
  return [...title, '', text].join('\n').trim();
}

function licenceOf(folder: string): string {
  const file = readdirSync(folder).find((entry) => /^(?:licen[cs]e|copying)(?:\.|$)/i.test(entry));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
