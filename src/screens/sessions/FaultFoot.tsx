import { type Fault, faultCode } from '../../domain/fault.ts';
import { bareFault, faultReport } from '../../domain/fault-details.ts';
import { faultText } from '../../i18n/fault-text.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import styles from './FaultFoot.module.css';

export type FaultFootProps = { readonly fault: Fault };

/** The code of a fault, which the help explains, and what may be told of it to others. */
export function FaultFoot(props: FaultFootProps) {
  const state = useAppState();
  const text = () => words().later.steps;
  const code = () => faultCode(props.fault);
  const copy = async () => {
    const done = await copyText(faultReport(props.fault, faultText(bareFault(props.fault)).title));
    state.notices.show(done ? words().chat.copied : words().chat.copyFailed, {
      tone: done ? 'info' : 'warning',
    });
  };
  return (
    <span class={styles['foot']}>
      <a
        class={styles['code']}
        href={`#/help#${code()}`}
        aria-label={text().code(code())}
        title={text().code(code())}
      >
        {code()}
      </a>
      <Button size="small" variant="quiet" icon="copy" onClick={copy}>
        {text().copyDetails}
      </Button>
    </span>
  );
}
