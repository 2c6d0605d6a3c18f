/** The provider that an open page lends: asked over the newest port there is, and let go with it. */
import type { ProviderPort } from '../providers/contract.ts';

export type LentProvider = (() => Promise<ProviderPort | undefined>) & {
  readonly close: () => void;
};

export function createLentProvider(newestPort: () => MessagePort | undefined): LentProvider {
  let held: { port: MessagePort; provider: ProviderPort & { close: () => void } } | undefined;
  const close = (): void => {
    held?.provider.close();
    held = undefined;
  };
  const lent = async (): Promise<ProviderPort | undefined> => {
    const { providerOverPort } = await import('../providers/over-port.ts');
    const port = newestPort();
    if (held?.port === port) return held?.provider;
    close();
    if (port) held = { port, provider: providerOverPort(port) };
    return held?.provider;
  };
  return Object.assign(lent, { close });
}
