// npm run release: the built app as archives with checksums, for people without Node.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { tarGz, zip } from './archive.mjs';
import { ensureInstalled } from './install.mjs';
import { root, runPackage, say, script } from './shell.mjs';

await script(async () => {
  await ensureInstalled();
  if ((await runPackage('vite', ['build', '--logLevel', 'warn'])) !== 0) return 1;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folderName = `llantern-${version}`;
  const files = [
    ...listFiles(join(root, 'dist')).map((path) => ({
      name: `${folderName}/${relative(join(root, 'dist'), path).split(sep).join('/')}`,
      bytes: readFileSync(path),
    })),
    { name: `${folderName}/LICENSE.txt`, bytes: readFileSync(join(root, 'LICENSE')) },
  ];
  const release = join(root, 'release');
  rmSync(release, { recursive: true, force: true });
  mkdirSync(release);
  const archives = { [`${folderName}.tar.gz`]: tarGz(files), [`${folderName}.zip`]: zip(files) };
  const sums = Object.entries(archives).map(([name, bytes]) => {
    writeFileSync(join(release, name), bytes);
    say(`release/${name}  ${(bytes.length / 1000).toFixed(0)} kB`);
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`;
  });
  writeFileSync(join(release, 'SHA256SUMS'), sums.join(''));
  say('release/SHA256SUMS holds their checksums.');
  return 0;
});

/** @param {string} folder @returns {string[]} sorted, so that archives are the same each time */
function listFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
