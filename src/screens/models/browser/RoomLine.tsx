import { createSignal, Show } from 'solid-js';
import { formatBytes } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';
import { readStorageRoom, type StorageRoom } from '../../../state/storage-room.ts';
import { Progress } from '../../../ui/Progress.tsx';
import styles from './AddModel.module.css';

export type RoomLineProps = {
  /** The figures alone. */
  readonly isShort?: boolean;
};

/** How much this browser grants, and what of it is taken. Read once: whoever mounts it anew reads anew. */
export function RoomLine(props: RoomLineProps) {
  const [room, setRoom] = createSignal<StorageRoom>();
  const t = () => words().browserModels.room;
  void readStorageRoom().then(setRoom);
  const told = () => {
    const { usedBytes, quotaBytes } = room() ?? {};
    return usedBytes === undefined || quotaBytes === undefined
      ? undefined
      : { usedBytes, quotaBytes };
  };
  return (
    <div class={styles['room']} data-short={props.isShort ? '' : undefined}>
      <Show when={room() && !told()}>
        <p class={styles['quiet']}>{t().unknown}</p>
      </Show>
      <Show when={told()}>
        {(now) => (
          <p>
            {t().uses(formatBytes(now().usedBytes), formatBytes(now().quotaBytes))}
            {' · '}
            {t().free(formatBytes(Math.max(0, now().quotaBytes - now().usedBytes)))}
          </p>
        )}
      </Show>
      <Show when={!props.isShort && told()}>
        {(now) => (
          <Progress
            label={t().label}
            value={now().quotaBytes > 0 ? now().usedBytes / now().quotaBytes : 0}
          />
        )}
      </Show>
      <Show when={!props.isShort && room()?.isPersistent === false}>
        <p class={styles['quiet']}>{t().mayGo}</p>
      </Show>
    </div>
  );
}
