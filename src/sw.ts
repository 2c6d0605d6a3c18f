// The service worker: keeps the files of this build and answers for them, and for nothing else. A
// model server may live on the same origin, so only two navigations are ours and every other request
// passes untouched. Its cache bears our name and folder, because the origin may hold other apps.
import { PrecacheController, type PrecacheEntry, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
  /** Filled in by the build. */
  readonly __WB_MANIFEST: (PrecacheEntry | string)[];
};

const scopePath = new URL(self.registration.scope).pathname;

// Several processor cores for models in the page are given only to pages cut off from other windows. Whoever wants that
// chooses it in the settings; a host that can send these headers by itself needs no choice.
const isolating = {
  handlerWillRespond: async ({ request, response }: { request: Request; response: Response }) => {
    // Of a navigation, a request made anew is at hand, and that has no destination.
    if (!/^(?:|worker|sharedworker)$/.test(request.destination)) return response;
    const choices = await caches.open(`llantern-choices-${scopePath}`);
    if (!(await choices.match('isolated'))) return response;
    const headers = new Headers(response.headers);
    headers.set('Cross-Origin-Opener-Policy', 'same-origin');
    headers.set('Cross-Origin-Embedder-Policy', 'credentialless');
    return new Response(response.body, { status: response.status, headers });
  },
};

const files = new PrecacheController({
  cacheName: `llantern-files-${scopePath}`,
  plugins: [isolating],
});
// What runs models in the page, and the guide: too large to be fetched ahead, kept from the first use on. A page that is
// not controlled yet puts them here by itself, see `helpers/kept-files.ts`.
const keptName = `llantern-kept-${scopePath}`;
const kept = new PrecacheController({ cacheName: keptName });
for (const entry of self.__WB_MANIFEST) {
  const { url } = typeof entry === 'string' ? { url: entry } : entry;
  (/^(?:assets\/wllama-|guide\/)/.test(url) ? kept : files).addToCacheList([entry]);
}

// Before the next one, which would take the address without its query for one of its own.
registerRoute(
  ({ url }) => kept.getCacheKeyForURL(url.href) !== undefined,
  async ({ request }) => {
    const cache = await caches.open(keptName);
    const found = await cache.match(request.url);
    if (found) return found;
    const response = await fetch(request);
    // Without room for it, it is fetched again the next time.
    if (response.status === 200)
      await cache.put(request.url, response.clone()).catch(() => undefined);
    return response;
  },
);

// The folder's own address is left to the route of navigations: asked for otherwise it may be a model server's.
registerRoute(new PrecacheRoute(files, { cleanURLs: false, directoryIndex: '' }));
registerRoute(
  new NavigationRoute(files.createHandlerBoundToURL('index.html'), { allowlist: [ourPages()] }),
);

self.addEventListener('install', (event) => {
  void files.install(event); // both hold the event open themselves
});

// The engine of a first visit is older than this worker. Unclaimed, its lazy parts would not be found
// once the host is gone.
self.addEventListener('activate', (event) => {
  void files.activate(event);
  void kept.activate(event); // what no build of now names any more
  event.waitUntil(self.clients.claim());
});

// A newer worker waits until the page asks: what streams now is never cut by an update.
self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (typeof message !== 'object' || message === null || !('type' in message)) return;
  if (message.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
});

// What a notification of ours tells of is in the app: a page that is open comes forward.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then(async ([page]) => {
      if (page) await page.focus();
      else await self.clients.openWindow('./#/jobs');
    }),
  );
});

/** The folder itself and its index.html, with any query. */
function ourPages(): RegExp {
  const folder = scopePath.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${folder}(?:index\\.html)?(?:\\?.*)?$`);
}
