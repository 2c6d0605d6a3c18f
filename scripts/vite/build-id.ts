// The build's name: its version and a hash of what it is made from. The same sources give the same
// name everywhere, with or without git; other sources give another, which is what the page and an
// engine of another build tell each other apart by.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const madeFrom = ['src', 'public'];
const madeFromFiles = ['index.html', 'vite.config.ts', 'package-lock.json'];

export function readBuildId(root: string): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const hash = createHash('sha256');
  for (const path of [...madeFrom.flatMap((folder) => listFiles(root, folder)), ...madeFromFiles]) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return `${manifest.version}+${hash.digest('hex').slice(0, 8)}`;
}

function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
