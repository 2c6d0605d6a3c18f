/**
 * Deletes what is mirrored in localStorage for the first paint and the first address: it belongs to data that is gone.
 * Where storage is forbidden there is nothing to forget.
 */
export function forgetMirrors(): boolean {
  try {
    const ours = Object.keys(localStorage).filter((key) => key.startsWith('llantern.'));
    for (const key of ours) localStorage.removeItem(key);
    return true;
  } catch {
    return false;
  }
}
