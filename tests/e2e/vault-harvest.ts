/* All that a script in the page can lay its hands on, as text: for the journey that looks for keys in it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { distFolder } from './fixtures.ts';

export type Haul = { readonly place: string; readonly text: string }[];

/** Runs before the app in every page: whatever engines say to each other or to the page is written down. */
export async function eavesdrop(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const heard: unknown[] = [];
    Reflect.set(globalThis, '__heard', heard);
    for (const name of ['llantern-engines']) {
      new BroadcastChannel(name).onmessage = ({ data }) => heard.push(data);
    }
    // Messages that come to this page, by whichever port or worker.
    for (const type of [MessagePort, Worker]) {
      const setter = Object.getOwnPropertyDescriptor(type.prototype, 'onmessage')?.set;
      const add = type.prototype.addEventListener;
      type.prototype.addEventListener = function (this: EventTarget, ...args: unknown[]) {
        if (args[0] === 'message') {
          Reflect.apply(add, this, ['message', (event: Event) => heard.push(dataOf(event))]);
        }
        return Reflect.apply(add, this, args);
      };
      Object.defineProperty(type.prototype, 'onmessage', {
        configurable: true,
        set(this: EventTarget, listener: unknown) {
          Reflect.apply(add, this, ['message', (event: Event) => heard.push(dataOf(event))]);
          if (setter) Reflect.apply(setter, this, [listener]);
        },
      });
    }
    const fetchOfPage = globalThis.fetch;
    globalThis.fetch = (...args) => {
      const [target, options] = args;
      const url = target instanceof Request ? target.url : String(target);
      heard.push([url, options?.body, [...new Headers(options?.headers).entries()]]);
      return fetchOfPage(...args);
    };
    function dataOf(event: Event): unknown {
      return event instanceof MessageEvent ? event.data : undefined;
    }
  });
}

/** What was heard up to now does not count. */
export async function forgetHeard(page: Page): Promise<void> {
  await page.evaluate(() => {
    (Reflect.get(globalThis, '__heard') as unknown[]).length = 0;
  });
}

/** Takes everything there is now. */
export async function harvest(page: Page): Promise<Haul> {
  return await page.evaluate(
    async (path) => {
      const haul: { place: string; text: string }[] = [];
      const take = async (place: string, found: unknown) => {
        haul.push({ place, text: await textOf(found) });
      };
      await take('page', document.documentElement.outerHTML);
      await take('fields', [...document.querySelectorAll('input,textarea')].map(typedIn));
      await take('address', [location.href, document.cookie, document.title, history.state]);
      await take('localStorage', { ...localStorage });
      await take('sessionStorage', { ...sessionStorage });
      await take('heard', Reflect.get(globalThis, '__heard'));
      await take(
        'timings',
        performance.getEntries().map((entry) => entry.toJSON()),
      );
      for (const { name } of await indexedDB.databases()) {
        if (name !== undefined) await take(`database ${name}`, await rowsOf(name));
      }
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const answer = await cache.match(request);
          await take(`cache ${name}`, [request.url, [...request.headers], await answer?.text()]);
        }
      }
      await take('engine', await engineAnswers());
      return haul;

      function typedIn(field: Element): string {
        return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement
          ? field.value
          : '';
      }

      async function rowsOf(name: string): Promise<unknown> {
        const database = await asked(indexedDB.open(name));
        const stores = [...database.objectStoreNames];
        const rows: unknown[] = [];
        for (const store of stores) {
          rows.push(store, await asked(database.transaction(store).objectStore(store).getAll()));
          rows.push(await asked(database.transaction(store).objectStore(store).getAllKeys()));
        }
        database.close();
        return rows;
      }

      function asked<T>(request: IDBRequest<T>): Promise<T> {
        return new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      }

      /** As one more page of the engine: every live query, and every command that gives something back. */
      async function engineAnswers(): Promise<unknown> {
        const options = { type: 'module', name: 'llantern', extendedLifetime: true } as const;
        const { port } = new SharedWorker(new URL(path, document.baseURI), options);
        const answers: unknown[] = [];
        const sessions = new Set<string>();
        const messages = new Set<string>();
        const connections = new Set<string>();
        let lastId = 0;
        let isWelcome: () => void = () => undefined;
        const welcome = new Promise<void>((resolve) => {
          isWelcome = resolve;
        });
        const settled = new Map<number, () => void>();
        port.onmessage = ({ data }) => {
          answers.push(data);
          if (data.type === 'welcome') isWelcome();
          settled.get(data.id)?.();
          for (const row of data.value?.rows ?? []) {
            if ('siblingIds' in row) messages.add(row.id);
            else sessions.add(row.id);
          }
          for (const row of Array.isArray(data.value) ? data.value : []) {
            if (row.baseUrl !== undefined) connections.add(row.id);
          }
        };
        const say = (message: object) => {
          lastId += 1;
          const id = lastId;
          const answered = new Promise<void>((resolve) => {
            settled.set(id, resolve);
            setTimeout(resolve, 5000);
          });
          port.postMessage({ ...message, id });
          return answered;
        };
        const watch = (name: string, params: unknown) => say({ type: 'watch', name, params });
        const call = (name: string, input: unknown) => say({ type: 'call', name, input });
        port.postMessage({
          type: 'hello',
          pageId: crypto.randomUUID(),
          buildId: 'any',
          hasLocks: false,
          baseUrl: new URL('./', document.baseURI).href,
        });
        await welcome;
        for (const name of 'turns connections models'.split(' ')) await watch(`${name}.list`, null);
        for (const name of 'settings vault config'.split(' ')) await watch(`${name}.get`, null);
        await watch('keys.list', null);
        await watch('sessions.list', { filter: '', from: 0, count: 200 });
        for (const id of [...sessions]) {
          await watch('sessions.get', { id });
          await watch('messages.window', { sessionId: id, from: -200, count: 200 });
          await watch('waiting.list', { sessionId: id });
          await call('drafts.get', { sessionId: id });
          await call('backup.markdown', { sessionId: id });
          await say({ type: 'follow', sessionId: id });
        }
        for (const id of [...connections]) {
          for (const rung of ['readable', 'preflight', 'key', 'version', 'models']) {
            await call('connections.examine', { id, rung });
          }
          await call('connections.check', { id });
        }
        await call('search.run', { text: 'incorrect', limit: 50 });
        await call('backup.export', {});
        await call('storage.rescue', null);
        await call('engine.info', null);
        port.postMessage({ type: 'bye' });
        return answers;
      }

      /** Bytes as letters one by one, packed ones unpacked; blobs read; the rest as JSON would have it, but bare. */
      async function textOf(found: unknown, depth = 0): Promise<string> {
        if (depth > 12 || found === null || found === undefined) return '';
        if (typeof found === 'string') return found;
        if (typeof found !== 'object') return String(found);
        if (found instanceof Blob) return await textOf(await found.arrayBuffer(), depth + 1);
        if (found instanceof ArrayBuffer) return await lettersOf(new Uint8Array(found));
        if (ArrayBuffer.isView(found)) {
          return await lettersOf(new Uint8Array(found.buffer, found.byteOffset, found.byteLength));
        }
        const parts: string[] = [];
        const entries = found instanceof Map || found instanceof Set ? [...found] : undefined;
        for (const [name, value] of Object.entries(entries ?? found)) {
          parts.push(name, await textOf(value, depth + 1));
        }
        return parts.join('\n');
      }

      async function lettersOf(bytes: Uint8Array): Promise<string> {
        if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
          const unpacked = new Blob([new Uint8Array(bytes)])
            .stream()
            .pipeThrough(new DecompressionStream('gzip'));
          return await new Response(unpacked).text();
        }
        let letters = '';
        for (const byte of bytes) letters += String.fromCharCode(byte);
        return letters;
      }
    },
    await enginePath(),
  );
}

/** Has the engine change the address of the only connection, as any page may, and ask there at once. */
export async function pointElsewhere(page: Page, baseUrl: string): Promise<void> {
  const path = await enginePath();
  await page.evaluate(
    async ({ path, baseUrl }) => {
      const options = { type: 'module', name: 'llantern', extendedLifetime: true } as const;
      const { port } = new SharedWorker(new URL(path, document.baseURI), options);
      await new Promise<void>((resolve) => {
        const call = (id: number, name: string, input: unknown) =>
          port.postMessage({ type: 'call', id, name, input });
        let connectionId = '';
        port.onmessage = ({ data }) => {
          if (data.type === 'welcome') {
            port.postMessage({ type: 'watch', id: 1, name: 'connections.list', params: null });
          } else if (data.type === 'value' && connectionId === '') {
            connectionId = data.value[0].id;
            call(2, 'connections.update', { id: connectionId, baseUrl });
          } else if (data.id === 2) {
            call(3, 'connections.check', { id: connectionId });
          } else if (data.id === 3) {
            call(4, 'models.refresh', { connectionId });
          } else if (data.id === 4) {
            port.postMessage({ type: 'bye' });
            resolve();
          }
        };
        port.postMessage({
          type: 'hello',
          pageId: crypto.randomUUID(),
          buildId: 'any',
          hasLocks: false,
          baseUrl: new URL('./', document.baseURI).href,
        });
      });
    },
    { path, baseUrl },
  );
}

async function enginePath(): Promise<string> {
  const scripts = await readdir(join(distFolder, 'workers'));
  return `workers/${scripts.find((name) => /^worker-.*\.js$/.test(name))}`;
}

/** The ways in which a secret could stand somewhere, other than sealed. */
function disguisesOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const disguises = [
    secret,
    [...secret].reverse().join(''),
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    [...bytes].join(','),
  ];
  // In base64 a text looks otherwise behind one or two letters; what depends on its neighbours is left out.
  for (const before of ['', 'x', 'xx']) {
    const encoded = Buffer.from(before + secret).toString('base64');
    const core = encoded.slice(before === '' ? 0 : 4).replace(/.{0,4}$/, '');
    disguises.push(core, core.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return [...new Set(disguises)];
}

/** Where the secret was found: nowhere, if all is well. */
export function placesOf(secret: string, haul: Haul): string[] {
  const disguises = disguisesOf(secret);
  return haul.flatMap(({ place, text }) => {
    const found = disguises.find((disguise) => text.includes(disguise));
    return found === undefined ? [] : [`${place}: ${found}`];
  });
}
