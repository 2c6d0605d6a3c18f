/** Where an engine can run in this browser, and how each is opened. Only `client.ts` uses this. */
import type { EngineHost, EngineMessage, PageMessage } from './protocol.ts';

export type OpenedEngine = {
  readonly host: EngineHost;
  readonly post: (message: PageMessage, transfer?: Transferable[]) => void;
  readonly close: () => void;
};

export type HostEvents = {
  readonly onMessage: (message: EngineMessage) => void;
  /** The worker's script could not be loaded or started. */
  readonly onError: () => void;
};

/** Whether a shared worker outlives its pages here. The option is felt for with an address that can start nothing. */
function hasExtendedLifetime(): boolean {
  if (typeof SharedWorker === 'undefined') return false;
  let asked = false;
  try {
    new SharedWorker('http://[', {
      get extendedLifetime() {
        asked = true;
        return true;
      },
    });
  } catch {
    return asked;
  }
  return asked;
}

/** The hosts to try, best first. In development an edited shared engine would stay alive, so it is left out there. */
export function possibleHosts(): EngineHost[] {
  const hosts: EngineHost[] = [];
  if (!import.meta.env.DEV && hasExtendedLifetime()) hosts.push('shared');
  if (typeof Worker !== 'undefined') hosts.push('dedicated');
  hosts.push('page');
  return hosts;
}

export async function openHost(host: EngineHost, events: HostEvents): Promise<OpenedEngine> {
  const take = (event: MessageEvent) => events.onMessage(event.data as EngineMessage); // same build, or told apart by `welcome`
  if (host === 'shared') {
    const worker = new SharedWorker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name: 'llantern',
      extendedLifetime: true,
    });
    worker.onerror = events.onError;
    worker.port.onmessage = take;
    return {
      host,
      post: (message, transfer = []) => worker.port.postMessage(message, transfer),
      close: () => worker.port.close(),
    };
  }
  if (host === 'dedicated') {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      type: 'module',
      name: 'llantern',
    });
    worker.onerror = events.onError;
    worker.onmessage = take;
    return {
      host,
      post: (message, transfer = []) => worker.postMessage(message, transfer),
      close: () => worker.terminate(),
    };
  }
  const { startInPage } = await import('./worker.ts');
  const channel = new MessageChannel();
  channel.port1.onmessage = take;
  startInPage(channel.port2);
  return {
    host,
    post: (message, transfer = []) => channel.port1.postMessage(message, transfer),
    close: () => channel.port1.close(),
  };
}
