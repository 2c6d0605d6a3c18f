/* Reading a folder for a static host: no fallback, no listing, nothing outside of it. */
import { readFile, stat } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';

export type FoundFile = {
  readonly path: string;
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modified: string;
};

/** A file, `folder` for a folder asked for without its slash, undefined for nothing. */
export async function findFile(
  folder: string,
  urlPath: string,
): Promise<FoundFile | 'folder' | undefined> {
  let path: string;
  try {
    path = normalize(join(folder, decodeURIComponent(urlPath)));
  } catch {
    return undefined;
  }
  if (path !== normalize(folder) && !path.startsWith(normalize(folder + sep))) return undefined;
  if (urlPath.endsWith('/')) path = join(path, 'index.html');
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    const seconds = Math.floor(found.mtimeMs / 1000);
    return {
      path,
      bytes: await readFile(path),
      etag: `W/"${seconds.toString(16)}-${found.size.toString(16)}"`,
      modified: new Date(seconds * 1000).toUTCString(),
    };
  } catch {
    return undefined;
  }
}

export function mediaType(path: string, types: Readonly<Record<string, string>>): string {
  const ending = /\.([^.\\/]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return types[ending] ?? 'application/octet-stream';
}

/** The endings llama-server knows; it has no word for webmanifest, map and md. */
export const llamaTypes: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  mjs: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
  webp: 'image/webp',
  avif: 'image/avif',
  png: 'image/png',
  ico: 'image/x-icon',
  txt: 'text/plain',
};
