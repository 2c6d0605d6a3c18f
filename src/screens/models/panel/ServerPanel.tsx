/**
 * A llama-server as it runs: its health, its models where it is a router, slots, load, adapters, and what it says of
 * itself. Asked only while this is looked at.
 */
import { Show } from 'solid-js';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Spinner } from '../../../ui/Spinner.tsx';
import { ActivityCard } from './ActivityCard.tsx';
import { AdapterCard } from './AdapterCard.tsx';
import { createPanel } from './create-panel.ts';
import { PanelHead } from './PanelHead.tsx';
import { PropertyFold } from './PropertyFold.tsx';
import { PanelContext } from './panel-context.ts';
import { RouterCard } from './RouterCard.tsx';
import styles from './ServerPanel.module.css';
import { SlotCard } from './SlotCard.tsx';
import { TemplateFold } from './TemplateFold.tsx';
import { TokeniserFold } from './TokeniserFold.tsx';

export type ServerPanelProps = { readonly connectionId: string };

export function ServerPanel(props: ServerPanelProps) {
  const panel = createPanel(useAppState(), () => props.connectionId);
  const t = () => words().panel;
  const hasModel = () => panel.view()?.props.state === 'told';
  const isEmptyRouter = () => panel.view()?.mode === 'router' && panel.view()?.model === undefined;
  return (
    <PanelContext.Provider value={panel}>
      <section class={styles['panel']} aria-label={t().title(panel.connection()?.name ?? '')}>
        <PanelHead />
        <Show when={panel.view()?.mode === 'unknown' && panel.connection()?.health.status === 'up'}>
          <p class={styles['quiet']}>
            <Spinner /> {t().asking}
          </p>
        </Show>
        <Show when={panel.view()?.router}>{(router) => <RouterCard router={router()} />}</Show>
        <Show when={isEmptyRouter() && (panel.view()?.askedAt ?? 0) > 0}>
          <p class={styles['quiet']}>{t().router.noneRuns}</p>
        </Show>
        <Show when={hasModel()}>
          <SlotCard />
          <ActivityCard />
          <AdapterCard />
          <div class={styles['folds']}>
            <PropertyFold />
            <TemplateFold />
            <TokeniserFold />
          </div>
        </Show>
      </section>
    </PanelContext.Provider>
  );
}
