/*
 * What a scripted Ollama has on its disk: models, blobs, and downloads that broke off. It can outlive the server: a
 * second one started with the same store is the first after a restart.
 */
import { findModel, type Layer, layersOf, type OllamaModel, shownName } from './ollama-models.ts';

/** Of an uploaded file only its beginning is kept. */
export type Blob = { readonly sizeBytes: number; readonly head: Buffer };

export type OllamaStore = {
  readonly models: readonly OllamaModel[];
  /** Bytes that a broken download has, by digest. */
  readonly partial: Map<string, number>;
  readonly pushed: Set<string>;
  readonly find: (name: string) => OllamaModel | undefined;
  readonly blob: (digest: string) => Blob | undefined;
  readonly addBlob: (digest: string, blob: Blob) => void;
  /** In the place of one of the same name. What nothing names any more is gone; true where that was something. */
  readonly put: (model: OllamaModel) => boolean;
  readonly remove: (name: string) => void;
};

export function createOllamaStore(installed: readonly OllamaModel[]): OllamaStore {
  const models: OllamaModel[] = [...installed];
  const blobs = new Map<string, Blob>();
  const addLayers = (layers: readonly Layer[]) => {
    for (const { digest, sizeBytes } of layers) {
      if (!blobs.has(digest)) blobs.set(digest, { sizeBytes, head: Buffer.from('GGUF') });
    }
  };
  for (const model of models) addLayers(layersOf(model));

  /** Only layers of models are looked after; an upload stays until a model takes it and lets it go. */
  function forget(layers: readonly Layer[]): boolean {
    const used = new Set(models.flatMap((model) => layersOf(model).map(({ digest }) => digest)));
    const unused = layers.filter(({ digest }) => !used.has(digest));
    for (const { digest } of unused) blobs.delete(digest);
    return unused.length > 0;
  }

  return {
    models,
    partial: new Map(),
    pushed: new Set(),
    find: (name) => findModel(models, name),
    blob: (digest) => blobs.get(digest),
    addBlob: (digest, blob) => {
      if (!blobs.has(digest)) blobs.set(digest, blob);
    },
    put: (model) => {
      const before = findModel(models, model.name);
      addLayers(layersOf(model));
      const row = { ...model, name: before?.name ?? shownName(model.name) };
      if (!before) {
        models.push(row);
        return false;
      }
      models.splice(models.indexOf(before), 1, row);
      return forget(layersOf(before));
    },
    remove: (name) => {
      const model = findModel(models, name);
      if (!model) return;
      models.splice(models.indexOf(model), 1);
      forget(layersOf(model));
    },
  };
}
