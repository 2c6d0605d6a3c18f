/** The engine's composition root: brings ports to `startEngine`, whichever host it runs in. */

import type { PagePort } from './hub.ts';
import { startEngine } from './start.ts';

type MessagePortLike = Pick<MessagePort, 'postMessage'> & {
  onmessage: ((event: MessageEvent) => void) | null;
};

function pagePort(port: MessagePortLike): PagePort {
  return {
    post: (message) => port.postMessage(message),
    listen: (onMessage) => {
      port.onmessage = (event) => onMessage(event.data);
    },
  };
}

/** Where a page may start no worker at all, the engine runs beside its screens. */
export function startInPage(port: MessagePort): void {
  startEngine('page', __BUILD_ID__).attach(pagePort(port));
}

/** What a worker's global has that a page's has not; this file also compiles for the page, which lends it a room. */
type WorkerScope = MessagePortLike & {
  onconnect?: ((event: MessageEvent) => void) | null;
  close: () => void;
};

/** Time for the pages to hear that their engine gives way, before its lock is free and looks like a crash. */
const farewellMs = 250;

if (!('document' in globalThis)) {
  const scope = globalThis as unknown as WorkerScope; // no document: this is a worker
  if ('onconnect' in scope) {
    // Otherwise the next page would find this one, which serves nobody any more.
    const leave = () => setTimeout(() => scope.close(), farewellMs);
    const hub = startEngine('shared', __BUILD_ID__, leave);
    scope.onconnect = (event) => {
      const [port] = event.ports;
      if (port) hub.attach(pagePort(port));
    };
  } else startEngine('dedicated', __BUILD_ID__).attach(pagePort(scope));
}
