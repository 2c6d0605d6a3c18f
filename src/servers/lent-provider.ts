/**
 * The providers that open pages lend: each asked over one port, and let go with it. The browser's own model is asked in
 * the newest page. A page that runs models keeps what it has loaded, so it is asked as long as it is there.
 */
import type { PageKind } from '../domain/page-kinds.ts';
import type { ProviderPort } from '../providers/contract.ts';

export type LentProviders = {
  readonly open: (kind: PageKind) => Promise<ProviderPort | undefined>;
  /** A page has come or gone: who waits for one that is gone is told. */
  readonly look: () => void;
  readonly close: () => void;
};

type Held = { readonly port: MessagePort; readonly provider: ProviderPort & { close: () => void } };

export function createLentProviders(
  ports: (kind: PageKind) => readonly MessagePort[],
): LentProviders {
  const held = new Map<PageKind, Held>();

  function drop(kind: PageKind): void {
    held.get(kind)?.provider.close();
    held.delete(kind);
  }

  function choose(kind: PageKind): MessagePort | undefined {
    const lent = ports(kind);
    const last = held.get(kind)?.port;
    return kind === 'browser' && last && lent.includes(last) ? last : lent[0];
  }

  return {
    open: async (kind) => {
      const { providerOverPort } = await import('../providers/over-port.ts');
      const port = choose(kind);
      if (held.get(kind)?.port !== port) drop(kind);
      if (port && !held.has(kind)) held.set(kind, { port, provider: providerOverPort(port, kind) });
      return held.get(kind)?.provider;
    },
    look: () => {
      for (const [kind, { port }] of [...held]) if (!ports(kind).includes(port)) drop(kind);
    },
    close: () => {
      for (const kind of [...held.keys()]) drop(kind);
    },
  };
}
