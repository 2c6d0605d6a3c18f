import type { Fault } from '../../domain/fault.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Icon } from '../../ui/Icon.tsx';
import { FaultFoot } from './FaultFoot.tsx';
import styles from './ReplyEnd.module.css';

export type TurnTroubleProps = {
  readonly fault: Fault;
  /** All that came of the reply, for the person to save by hand. */
  readonly text: () => string;
};

/** A reply that comes but cannot be stored for now: it is tried again, and until then it can be copied. */
export function TurnTrouble(props: TurnTroubleProps) {
  const state = useAppState();
  const copy = async () => {
    const isDone = await copyText(props.text());
    state.notices.show(isDone ? words().chat.copied : words().chat.copyFailed, {
      tone: isDone ? 'info' : 'warning',
    });
  };
  return (
    <div class={styles['note']} data-tone="warning" role="alert">
      <Icon name="warning" size="small" />
      <span>
        <b>{faultText(props.fault).title}</b> {faultText(props.fault).next}
      </span>
      <Button size="small" icon="copy" onClick={copy}>
        {words().chat.notes.copyText}
      </Button>
      <FaultFoot fault={props.fault} />
    </div>
  );
}
