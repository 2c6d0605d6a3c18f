import { Show } from 'solid-js';
import { mostFileBytes, mostModelBytes } from '../../../domain/page-model-parts.ts';
import { faultText } from '../../../i18n/fault-text.ts';
import { formatBytes } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { useAppState } from '../../../state/create-state.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import styles from './AddModel.module.css';
import { AddressPart } from './AddressPart.tsx';
import { createAdding } from './create-adding.ts';
import { FilePart } from './FilePart.tsx';
import { RoomLine } from './RoomLine.tsx';
import { SmallModels } from './SmallModels.tsx';

export type AddModelDialogProps = { readonly onClose: () => void };

/** The ways a model comes into this browser: from a file, from an address, or from a short list. */
export function AddModelDialog(props: AddModelDialogProps) {
  const adding = createAdding(useAppState());
  const t = () => words().browserModels;
  const refusal = () => {
    const now = adding.refusal();
    return now === 'none' ? undefined : now;
  };
  return (
    <Dialog
      open
      width="wide"
      title={t().title}
      closeLabel={words().app.close}
      onClose={props.onClose}
    >
      <Show when={refusal()}>
        {(fault) => (
          <div role="alert">
            <p>
              <b>{faultText(fault()).title}</b>
            </p>
            <p>{faultText(fault()).next}</p>
          </div>
        )}
      </Show>
      <Show when={adding.refusal() === 'none'}>
        <p>{t().text}</p>
        <RoomLine />
        <div role="alert">
          <Show when={adding.fault()}>
            {(fault) => (
              <p class={styles['wrong']}>
                <span>
                  <b>{faultText(fault()).title}</b> {faultText(fault()).next}
                </span>
              </p>
            )}
          </Show>
        </div>
        <SmallModels adding={adding} onAdded={props.onClose} />
        <FilePart adding={adding} onAdded={props.onClose} />
        <AddressPart adding={adding} onAdded={props.onClose} />
        <p class={styles['quiet']}>
          {t().bigger(formatBytes(mostFileBytes), formatBytes(mostModelBytes))}
        </p>
      </Show>
    </Dialog>
  );
}
