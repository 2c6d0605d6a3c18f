/** One panel: what the engine tells of the server, watched while the page can be seen, and what can be done to it. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { ConnectionView } from '../../../domain/connection.ts';
import { type Fault, faultFrom } from '../../../domain/fault.ts';
import type { PanelPlace, ServerPanelView, Told } from '../../../domain/server-panel.ts';
import type { AppState } from '../../../state/create-state.ts';
import { createLive } from '../../../state/live.ts';

export type Panel = {
  readonly view: Accessor<ServerPanelView | undefined>;
  readonly fault: Accessor<Fault | undefined>;
  readonly connection: Accessor<ConnectionView | undefined>;
  /** What slots and properties are of, as commands want it named. */
  readonly place: Accessor<PanelPlace>;
  /** On a router: whose slots and properties are shown. */
  readonly show: (model: string) => void;
  /** False where it failed; a notice has said why. */
  readonly done: (work: Promise<unknown>) => Promise<boolean>;
};

export function createPanel(state: AppState, connectionId: Accessor<string>): Panel {
  const isVisible = createPageVisible();
  const [chosen, setChosen] = createSignal<string>();
  const live = createLive(state.engine, 'panel.watch', () => {
    if (!isVisible()) return undefined;
    const model = chosen();
    return { connectionId: connectionId(), ...(model === undefined ? {} : { model }) };
  });
  // Another server's view stays in the store until this one has answered.
  const view = () => (live.value?.id === connectionId() ? live.value : undefined);
  return {
    view,
    fault: () => live.fault,
    connection: () => state.connections.byId(connectionId()),
    place: () => {
      const model = view()?.model;
      return { connectionId: connectionId(), ...(model === undefined ? {} : { model }) };
    },
    show: setChosen,
    done: async (work) => {
      try {
        await work;
        return true;
      } catch (error) {
        state.notices.showFault(faultFrom(error));
        return false;
      }
    },
  };
}

export function toldOf<Value>(told: Told<Value> | undefined): Value | undefined {
  return told?.state === 'told' ? told.value : undefined;
}

/** What is not looked at is not asked. */
function createPageVisible(): Accessor<boolean> {
  const read = () => document.visibilityState === 'visible';
  const [isVisible, setVisible] = createSignal(read());
  const onChange = () => setVisible(read());
  document.addEventListener('visibilitychange', onChange);
  onCleanup(() => document.removeEventListener('visibilitychange', onChange));
  return isVisible;
}
