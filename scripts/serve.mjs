// A plain static file server for loopback: right types, no fallback page, nothing clever. The tests
// serve the build with it too. It does only what any static host does, so the app needs no more.
import { createReadStream, existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { argv, env, exit } from 'node:process';
import { isMain, root, say, script } from './shell.mjs';

/** The address people keep: everything they store belongs to this origin. */
export const APP_PORT = 4747;

/** @type {Record<string, string>} */
const mediaTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};

/**
 * Serves a folder on 127.0.0.1 and, where there is one, on ::1. Port 0 takes a free one.
 * @param {{ folder: string, port: number, basePath?: string }} options `basePath` such as `/app/`
 * @returns {Promise<{ port: number, url: string, close: () => Promise<void> }>}
 */
export async function serveFolder({ folder, port, basePath = '/' }) {
  const listener = answerFrom(resolve(folder), basePath);
  const first = await listen(listener, '127.0.0.1', port);
  const address = first.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given to us.');
  const servers = [first];
  try {
    servers.push(await listen(listener, '::1', address.port));
  } catch (error) {
    // A system without IPv6 is fine; a stranger at the same port of ::1 would get our visitors.
    if (codeOf(error) === 'EADDRINUSE') {
      first.close();
      throw error;
    }
  }
  return {
    port: address.port,
    url: `http://localhost:${address.port}${basePath}`,
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
}

/** @param {string} folder @param {string} basePath @returns {import('node:http').RequestListener} */
function answerFrom(folder, basePath) {
  return async (request, response) => {
    const refuse = (/** @type {number} */ status, /** @type {string} */ text) => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
    };
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(405, 'GET or HEAD only\n');
    const file = await findFile(folder, basePath, request.url ?? '/');
    if (file === undefined) return refuse(404, 'not found\n');
    const etag = `W/"${file.sizeBytes.toString(36)}-${Math.trunc(file.changedAt).toString(36)}"`;
    const headers = {
      'content-type': mediaTypes[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
      'cache-control': isHashed(file.path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      etag,
    };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(200, { ...headers, 'content-length': file.sizeBytes });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file.path)
        .on('error', () => response.destroy())
        .pipe(response);
  };
}

/** @param {string} folder @param {string} basePath @param {string} target the request line's target */
async function findFile(folder, basePath, target) {
  const path = decodePath(target);
  if (path === undefined || !path.startsWith(basePath)) return undefined;
  const wanted = resolve(folder, `.${sep}${path.slice(basePath.length)}`);
  if (wanted !== folder && !wanted.startsWith(folder + sep)) return undefined;
  const candidate = path.endsWith('/') ? join(wanted, 'index.html') : wanted;
  const found = await stat(candidate).catch(() => undefined);
  if (found === undefined || !found.isFile()) return undefined;
  return { path: candidate, sizeBytes: found.size, changedAt: found.mtimeMs };
}

/** @param {string} target @returns {string | undefined} */
function decodePath(target) {
  try {
    const path = decodeURIComponent(target.replace(/[?#].*$/s, ''));
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}

/** @param {string} path the build puts a content hash into these names */
function isHashed(path) {
  return /[\\/](?:assets|workers)[\\/][^\\/]+$/.test(path);
}

/**
 * @param {import('node:http').RequestListener} listener
 * @param {string} host
 * @param {number} port
 * @returns {Promise<import('node:http').Server>}
 */
function listen(listener, host, port) {
  return new Promise((resolve, reject) => {
    const server = createServer(listener);
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/** @param {import('node:http').Server} server @returns {Promise<void>} */
function closeServer(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Serves the build where people expect it, or says why not. Runs until it is interrupted. */
export async function serveApp(port = APP_PORT) {
  const folder = join(root, 'dist');
  if (!existsSync(join(folder, 'index.html'))) throw new Error('there is no build yet: npm start');
  try {
    const { url } = await serveFolder({ folder, port });
    say(`open ${url}  (Ctrl+C ends it)`);
  } catch (error) {
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    throw new Error(
      `port ${port} is taken. Perhaps Llantern runs already: try http://localhost:${port}/\n` +
        'It always uses this one port, because sessions and keys belong to the address they were\n' +
        'stored under: at another port the app would look empty. Free the port and start again.',
    );
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => exit(0));
  }
  if (env['npm_lifecycle_event'] !== undefined) endWithParent();
}

/** npm's shell does not pass a signal on; without this a server would outlive `npm start` unseen. */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) exit(0);
  }, 500).unref();
}

if (isMain(import.meta.url)) {
  const given = argv.find((arg) => arg.startsWith('--port='))?.slice('--port='.length);
  await script(async () => {
    await serveApp(given === undefined ? APP_PORT : Number(given));
  });
}
