// Files too large to be fetched with the start: what runs models in the page, and the guide. They stand in
// the service worker's list, which keeps them from their first use on instead of ahead of it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VitePWAOptions } from 'vite-plugin-pwa';

type ManifestTransform = NonNullable<
  VitePWAOptions['injectManifest']['manifestTransforms']
>[number];

const guide = 'guide/guide.gguf';

/** The same in `src/sw.ts`. */
const isKept = /^(?:assets\/wllama-|guide\/)/;

/** What is fetched ahead is on everybody's device. */
const aheadLimitBytes = 2 * 1024 * 1024;

/** With a mark of its content, since its name has none; empty where this build has no guide. */
export function guideUrl(root: string): string {
  const path = join(root, 'public', guide);
  if (!existsSync(path)) return '';
  return `${guide}?v=${createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 8)}`;
}

export function keptFiles(root: string): ManifestTransform {
  return (manifest) => {
    for (const { url, size } of manifest) {
      if (!isKept.test(url) && size > aheadLimitBytes)
        throw new Error(`${url} is too large to be fetched ahead`);
    }
    return {
      manifest: manifest.map((entry) =>
        entry.url === guide ? { ...entry, url: guideUrl(root), revision: null } : entry,
      ),
    };
  };
}
