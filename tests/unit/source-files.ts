// Reads src as the law's judge sees it: each file's code without comments and strings, and its imports.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Import = {
  /** Path below src. */
  readonly from: string;
  /** Path below src when it is ours, else the name of a package. */
  readonly to: string;
  readonly isOurs: boolean;
  readonly isLazy: boolean;
  /** `import type`: gone before anything runs. */
  readonly isTypeOnly: boolean;
  /** What is taken by name; empty for a lazy import or one for its effect. */
  readonly names: readonly string[];
};

export type SourceFile = {
  readonly path: string;
  readonly code: string;
  readonly imports: readonly Import[];
};

const src = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'src');

const comment = /\/\*.*?\*\/|(?<!:)\/\/[^\n]*/gs;
const plainString = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g;
const staticImport =
  /\b(?:import|export)\s+(?<type>type\s)?(?:(?<clause>[^'";]*?)\s+from\s*)?['"](?<to>[^'"\n]+)['"]/g;
const lazyImport = /(?:\bimport\(\s*['"]|\bnew URL\(\s*['"](?=\.))(?<to>[^'"\n]+)['"]/g;

export function readSourceFiles(): SourceFile[] {
  return readdirSync(src, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
    .map((path) => readSource(path, readFileSync(join(src, path), 'utf8')));
}

export function readSource(path: string, text: string): SourceFile {
  const uncommented = text.replace(comment, '');
  return {
    path,
    // Templates stay: code may hide in them.
    code: uncommented.replace(plainString, "''"),
    imports: [staticImport, lazyImport].flatMap((form) =>
      [...uncommented.matchAll(form)].map(({ groups = {} }) => {
        const specifier = groups['to'] ?? '';
        const isOurs = specifier.startsWith('.');
        return {
          from: path,
          to: isOurs ? posix.join(posix.dirname(path), specifier) : specifier,
          isOurs,
          isLazy: form === lazyImport,
          isTypeOnly: groups['type'] !== undefined,
          names: readNames(groups['clause'] ?? ''),
        };
      }),
    ),
  };
}

/** `A, { b as c, type d }` -> A, b, d */
function readNames(clause: string): string[] {
  return clause
    .split(/[{},]/)
    .map(
      (part) =>
        part
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+/)[0] ?? '',
    )
    .filter((name) => name !== '');
}
