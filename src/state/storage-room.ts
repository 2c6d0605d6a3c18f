/** What the browser says about our storage. Older WebKit and plain http have none of it: fields are absent then. */
export type StorageRoom = {
  readonly usedBytes?: number;
  readonly quotaBytes?: number;
  /** Whether the browser keeps the data until the person deletes it. */
  readonly isPersistent?: boolean;
};

export async function readStorageRoom(): Promise<StorageRoom> {
  if (!('storage' in navigator)) return {};
  const [estimate, isPersistent] = await Promise.allSettled([
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  const told = estimate.status === 'fulfilled' ? estimate.value : {};
  return {
    ...(told.usage === undefined ? {} : { usedBytes: told.usage }),
    ...(told.quota === undefined ? {} : { quotaBytes: told.quota }),
    ...(isPersistent.status === 'fulfilled' ? { isPersistent: isPersistent.value } : {}),
  };
}

/** Some browsers ask the person, others decide by themselves. */
export async function askToKeep(): Promise<boolean> {
  return 'storage' in navigator && 'persist' in navigator.storage
    ? await navigator.storage.persist()
    : false;
}

/** Whether models can be kept here; else why not, as the engine words it. */
export async function readModelStore(): Promise<'there' | 'absent' | 'refused' | 'read-only'> {
  if (!('storage' in navigator) || !('getDirectory' in navigator.storage)) return 'absent';
  try {
    await navigator.storage.getDirectory();
  } catch {
    return 'refused'; // a private window
  }
  return 'createWritable' in FileSystemFileHandle.prototype ? 'there' : 'read-only';
}
