/** What a panel can do to its server: slots to files and back, adapters, a look through template and tokeniser, orders to a router. */
import { FaultError, faultFrom } from '../domain/fault.ts';
import { type PanelPlace, samplingDefaults } from '../domain/server-panel.ts';
import type { Endpoint, PanelPort } from '../providers/contract.ts';
import type { Servers } from '../servers/servers.ts';
import type { Store } from '../storage/store.ts';
import type { Runners } from './lazy-commands.ts';
import type { PanelCommandName } from './lazy-panel.ts';
import type { PanelBoard } from './panel-board.ts';
import type { PanelNotes } from './panel-notes.ts';

export type PanelCommandDeps = {
  readonly store: Pick<Store, 'sessions'>;
  readonly servers: Pick<Servers, 'open'>;
  readonly notes: PanelNotes;
  readonly placeOf: (place: PanelPlace) => Promise<PanelPlace>;
  readonly askNow: PanelBoard['askNow'];
  readonly signal: AbortSignal;
};

export function panelCommands(deps: PanelCommandDeps): Runners<PanelCommandName> {
  const { notes, placeOf, askNow, signal } = deps;

  async function ask<Result>(
    connectionId: string,
    what: (port: PanelPort, at: Endpoint) => Promise<Result>,
  ): Promise<Result> {
    const { provider, endpoint, explain } = await deps.servers.open(connectionId);
    if (!provider.panel) throw new FaultError({ kind: 'unsupported', ability: 'panel' });
    try {
      return await what(await provider.panel(), endpoint);
    } catch (error) {
      throw new FaultError(explain(faultFrom(error)), { cause: error });
    }
  }

  return {
    'panel.refresh': async ({ connectionId, rescans = false }) => {
      askNow(connectionId, rescans);
      return null;
    },
    'panel.slot': async ({ slot, action, fileName = '', ...asked }) => {
      const place = await placeOf(asked);
      const outcome = await ask(place.connectionId, (port, at) =>
        port.changeSlot(at, { model: place.model, slot, action, fileName }, signal),
      );
      // What comes from a file is nobody's that is known here.
      if (action !== 'save') notes.removeGuest(place, slot);
      askNow(place.connectionId);
      return outcome;
    },
    'panel.adapters': async ({ connectionId, scales }) => {
      await ask(connectionId, (port, at) => port.setAdapters(at, scales, signal));
      askNow(connectionId);
      return null;
    },
    'panel.tokenize': async ({ text, addSpecial, ...asked }) => {
      const { connectionId, model } = await placeOf(asked);
      return await ask(connectionId, (port, at) =>
        port.tokenize(at, { model, text, addSpecial }, signal),
      );
    },
    'panel.template': async ({ system, text, ...asked }) => {
      const { connectionId, model } = await placeOf(asked);
      return await ask(connectionId, async (port, at) => {
        const prompt = await port.applyTemplate(at, { model, system, text }, signal);
        const pieces = await port.tokenize(at, { model, text: prompt, addSpecial: true }, signal);
        return { prompt, tokens: pieces.length };
      });
    },
    'panel.model': async ({ connectionId, model, action }) => {
      await ask(connectionId, (port, at) => port.order(at, action, model, signal));
      askNow(connectionId);
      return null;
    },
    'panel.keep-slot': async ({ sessionId, slot }) => {
      const session = await deps.store.sessions.get(sessionId);
      if (!session) throw new FaultError({ kind: 'not-found', what: 'session' });
      const { slot: _before, ...others } = session.parameters;
      const parameters = slot === null ? others : { ...others, slot };
      await deps.store.sessions.update(sessionId, { parameters });
      const { model } = session;
      if (model) askNow(model.connectionId);
      return null;
    },
    'panel.sampling': async (asked) => {
      const { connectionId, model } = await placeOf(asked);
      return await ask(connectionId, async (port, at) => {
        if (model !== undefined) return samplingDefaults(await port.props(at, model, signal));
        const told = await port.overview(at, signal);
        return told.mode === 'single' ? samplingDefaults(told.props) : null;
      });
    },
  };
}
