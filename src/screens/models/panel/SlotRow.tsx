import { Show } from 'solid-js';
import type { SlotView } from '../../../domain/server-panel.ts';
import { formatNumber } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { Menu, type MenuEntry } from '../../../ui/Menu.tsx';
import { Progress } from '../../../ui/Progress.tsx';
import { StatusDot } from '../../../ui/StatusDot.tsx';
import { usePanel } from './panel-context.ts';
import { slotFill, slotWork } from './panel-words.ts';
import styles from './SlotRow.module.css';

export type SlotRowProps = {
  readonly slot: SlotView;
  /** It can be saved, restored and emptied. */
  readonly canChange: boolean;
  readonly onFile: (action: 'save' | 'restore') => void;
};

export function SlotRow(props: SlotRowProps) {
  const state = useAppState();
  const panel = usePanel();
  const t = () => words().panel.slots;
  const id = () => formatNumber(props.slot.id);
  const fill = () => slotFill(props.slot);
  const title = () => props.slot.guest?.title ?? '';
  const isEmpty = () => (props.slot.heldTokens ?? 0) === 0;
  const entries = (): readonly MenuEntry[] => {
    const { guest, isBusy } = props.slot;
    const why = props.canChange ? {} : { hint: '--slot-save-path' };
    const cannot = !props.canChange || isBusy;
    return [
      ...(guest
        ? [
            guest.isKept
              ? { id: 'let-go', label: t().letGo(title()), icon: 'close' as const }
              : { id: 'keep', label: t().keep(title()), icon: 'pin' as const },
          ]
        : []),
      {
        id: 'save',
        label: t().save,
        icon: 'download',
        disabled: cannot || isEmpty(),
        startsGroup: guest !== undefined,
        ...why,
      },
      { id: 'restore', label: t().restore, icon: 'file', disabled: cannot, ...why },
      { id: 'erase', label: t().erase, icon: 'trash', disabled: cannot || isEmpty(), ...why },
    ];
  };
  const keep = (slot: number | null) => {
    const { guest } = props.slot;
    if (!guest) return;
    const input = { sessionId: guest.sessionId, slot };
    void panel.done(state.engine.call('panel.keep-slot', input));
  };
  const erase = async () => {
    const { slot } = props;
    const input = { ...panel.place(), slot: slot.id, action: 'erase' as const };
    await panel.done(
      state.engine.call('panel.slot', input).then(({ tokens }) => {
        state.notices.show(t().erased(formatNumber(slot.id), formatNumber(tokens)));
      }),
    );
  };
  const pick = (verb: string) => {
    if (verb === 'keep') keep(props.slot.id);
    else if (verb === 'let-go') keep(null);
    else if (verb === 'erase') void erase();
    else if (verb === 'save' || verb === 'restore') props.onFile(verb);
  };
  return (
    <li class={styles['row']}>
      <span class={styles['dot']}>
        <StatusDot tone={props.slot.isBusy ? 'busy' : isEmpty() ? 'off' : 'ok'} />
      </span>
      <div class={styles['words']}>
        <span class={styles['line']}>
          <b>{t().name(id())}</b>
          <small>{slotWork(props.slot)}</small>
        </span>
        <span class={styles['line']}>
          <Show when={fill().fraction !== undefined}>
            <Progress label={t().fill(id())} value={fill().fraction} />
          </Show>
          <small>{fill().text}</small>
        </span>
        <Show when={props.slot.guest}>
          {(guest) => (
            <span class={styles['line']}>
              <small>{t().guest}</small>
              <a href={`#/s/${encodeURIComponent(guest().sessionId)}`}>{guest().title}</a>
              <Show when={guest().isKept}>
                <small class={styles['kept']}>
                  <Icon name="pin" size="small" />
                  {t().kept}
                </small>
              </Show>
            </span>
          )}
        </Show>
      </div>
      <Menu label={t().actions(id())} entries={entries()} onPick={pick} />
    </li>
  );
}
