import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import solid from 'vite-plugin-solid';
import { readBuildId } from './scripts/vite/build-id.ts';
import { contentPolicy } from './scripts/vite/content-policy.ts';
import { guideUrl, keptFiles } from './scripts/vite/kept-files.ts';
import { layerOrder } from './scripts/vite/layer-order.ts';
import { licenses } from './scripts/vite/licenses.ts';
import { strictLogger } from './scripts/vite/strict-logger.ts';
import { webManifest } from './scripts/vite/web-manifest.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Browsers of the last two years; WebKitGTK counts as Safari. */
const target = ['chrome131', 'firefox133', 'safari18.1'];

/** All that is needed at the start in one file: small modules shared with lazy parts would each cost a request. */
const oneFileAtStart = { groups: [{ name: 'start', tags: ['$initial' as const] }] };

/**
 * In a worker all but the file it begins with, which nothing else may import: WebKit does not know it again as the module
 * that it started, and would run it a second time, engine and all.
 */
const oneFileBesideEntry = {
  groups: [{ name: 'start', tags: ['$initial' as const], test: /(?<!worker\.ts)$/ }],
};

/** Two packages have files of the same names. */
function assetFileNames({ originalFileNames }: { originalFileNames: readonly string[] }): string {
  const isCompat = originalFileNames.some((name) => name.includes('wllama-compat/'));
  return `assets/${isCompat ? 'wllama-compat' : '[name]'}-[hash][extname]`;
}

export default defineConfig({
  root,
  // Relative addresses everywhere: the build works in any folder of any static host.
  base: './',
  define: {
    __BUILD_ID__: JSON.stringify(readBuildId(root)),
    __GUIDE_URL__: JSON.stringify(guideUrl(root)),
  },
  ...(env['LLANTERN_STRICT'] === '1' ? { customLogger: strictLogger() } : {}),
  plugins: [
    solid(),
    contentPolicy(),
    layerOrder(root),
    licenses(root),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: webManifest,
      // A host behind a password answers 401 to a manifest that is asked for without credentials.
      useCredentials: true,
      includeManifestIcons: false,
      injectManifest: {
        // A classic script: older Firefox cannot start a service worker that is a module.
        rollupFormat: 'iife',
        target,
        globPatterns: [
          '**/*.{js,css,html,svg,png,webmanifest,txt}',
          'assets/wllama-*.wasm',
          'guide/*.gguf',
        ],
        // Asked for when the app is installed, which needs its host anyway.
        globIgnores: ['icons/*-512.png', 'icons/apple-*.png', 'screenshots/*'],
        dontCacheBustURLsMatching: /^(?:assets|workers)\//,
        // Of what is fetched ahead, `keptFiles` sees to a lower one.
        maximumFileSizeToCacheInBytes: 16 * 1024 * 1024,
        manifestTransforms: [keptFiles(root)],
      },
    }),
  ],
  build: {
    target,
    // Each of these browsers preloads modules by itself.
    modulePreload: { polyfill: false },
    // A picture as data: URL would save a request and cost bytes in the first chunk.
    assetsInlineLimit: 0,
    // They tell of the machine, not of the build.
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: { codeSplitting: oneFileAtStart, assetFileNames },
    },
  },
  worker: {
    format: 'es',
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // Their own folder, so that the size budget can tell the engine from the page.
      output: {
        entryFileNames: 'workers/[name]-[hash].js',
        chunkFileNames: 'workers/[name]-[hash].js',
        codeSplitting: oneFileBesideEntry,
      },
    },
  },
  server: { host: 'localhost', port: 5173, strictPort: true },
});
