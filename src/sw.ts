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

const files = new PrecacheController({ cacheName: `llantern-files-${scopePath}` });
files.addToCacheList(self.__WB_MANIFEST);

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
