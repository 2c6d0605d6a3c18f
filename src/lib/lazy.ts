/** Something loaded with its first use. A load that failed (its file could not be had) is tried again at the next. */
export function createLazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  async function loadOnce(): Promise<T> {
    try {
      return await load();
    } catch (error) {
      loaded = undefined;
      throw error;
    }
  }
  return () => {
    loaded ??= loadOnce();
    return loaded;
  };
}
