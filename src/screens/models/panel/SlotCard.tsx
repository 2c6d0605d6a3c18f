import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { SlotView } from '../../../domain/server-panel.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { words } from '../../../i18n/i18n.ts';
import { toldOf } from './create-panel.ts';
import { FlagNote } from './FlagNote.tsx';
import { PanelCard } from './PanelCard.tsx';
import { usePanel } from './panel-context.ts';
import styles from './SlotCard.module.css';
import { SlotFileDialog } from './SlotFileDialog.tsx';
import { SlotRow } from './SlotRow.tsx';

type Asked = { readonly slot: SlotView; readonly action: 'save' | 'restore' };

/** What each slot holds and does, and whom it served last. */
export function SlotCard() {
  const panel = usePanel();
  const [asked, setAsked] = createSignal<Asked>();
  const t = () => words().panel.slots;
  const told = () => panel.view()?.slots;
  const actions = () => panel.view()?.slotActions;
  const fault = () => {
    const now = told();
    return now?.state === 'failed' ? faultText(now.fault) : undefined;
  };
  return (
    <PanelCard title={t().title} text={told()?.state === 'told' ? t().text : undefined}>
      <Switch>
        <Match when={toldOf(told())}>
          {(slots) => (
            <>
              <ul class={styles['rows']}>
                <For each={slots()}>
                  {(slot) => (
                    <SlotRow
                      slot={slot}
                      canChange={actions()?.state === 'told'}
                      onFile={(action) => setAsked({ slot, action })}
                    />
                  )}
                </For>
              </ul>
              <Show when={actions()?.state === 'off'}>
                <FlagNote flag="--slot-save-path" />
              </Show>
            </>
          )}
        </Match>
        <Match when={told()?.state === 'off'}>
          <FlagNote flag="--no-slots" />
        </Match>
        <Match when={told()?.state === 'asleep'}>
          <p class={styles['quiet']}>{t().asleep}</p>
        </Match>
        <Match when={fault()}>
          {(text) => <p class={styles['quiet']}>{[text().title, text().next].join('. ')}</p>}
        </Match>
      </Switch>
      <Show when={asked()}>
        {(now) => (
          <SlotFileDialog
            slot={now().slot}
            action={now().action}
            onClose={() => setAsked(undefined)}
          />
        )}
      </Show>
    </PanelCard>
  );
}
