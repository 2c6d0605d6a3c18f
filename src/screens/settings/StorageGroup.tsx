import { createSignal, Show } from 'solid-js';
import { faultFrom } from '../../domain/fault.ts';
import { formatBytes } from '../../i18n/format.ts';
import { words } from '../../i18n/i18n.ts';
import { useAppState } from '../../state/create-state.ts';
import { askToKeep, readStorageRoom, type StorageRoom } from '../../state/storage-room.ts';
import { Button } from '../../ui/Button.tsx';
import { Progress } from '../../ui/Progress.tsx';
import styles from './SettingsScreen.module.css';

/** How much room is used, and whether the browser promises to keep it. */
export function StorageGroup() {
  const state = useAppState();
  const [room, setRoom] = createSignal<StorageRoom>();
  const [isInMemory, setInMemory] = createSignal(false);
  const [damaged, setDamaged] = createSignal(0);
  const [wasRefused, setRefused] = createSignal(false);
  const t = () => words().settings.data;
  const read = async () => {
    setRoom(await readStorageRoom());
    const { storage, damagedRows } = await state.engine.call('engine.info', null);
    setInMemory(storage === 'memory');
    setDamaged(damagedRows);
  };
  const tell = (error: unknown) => state.notices.showFault(faultFrom(error));
  read().catch(tell);
  const ask = async () => {
    const isKept = await askToKeep();
    setRefused(!isKept);
    setRoom(await readStorageRoom());
  };
  return (
    <section class={styles['group']} aria-labelledby="settings-storage">
      <h2 id="settings-storage">{t().storageTitle}</h2>
      <Show when={isInMemory()}>
        <p>{t().inMemory}</p>
      </Show>
      <Show when={damaged() > 0}>
        <p>{t().damaged(damaged())}</p>
      </Show>
      <Show when={room()}>
        {(now) => (
          <>
            <Show when={now().usedBytes !== undefined} fallback={<p>{t().unknown}</p>}>
              <p>{sayUsed(now())}</p>
              <Progress label={t().usage} value={fractionOf(now())} />
            </Show>
            <Show when={now().isPersistent !== undefined}>
              <p>{now().isPersistent ? t().kept : t().mayGo}</p>
            </Show>
            <Show when={now().isPersistent === false}>
              <div class={styles['actions']}>
                <Button onClick={() => ask().catch(tell)}>{t().ask}</Button>
                <span role="status">{wasRefused() ? t().refused : ''}</span>
              </div>
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}

function sayUsed(room: StorageRoom): string {
  const used = formatBytes(room.usedBytes ?? 0);
  const t = words().settings.data;
  return room.quotaBytes === undefined
    ? t.usedOnly(used)
    : t.used(used, formatBytes(room.quotaBytes));
}

function fractionOf({ usedBytes = 0, quotaBytes = 0 }: StorageRoom): number {
  return quotaBytes > 0 ? usedBytes / quotaBytes : 0;
}
