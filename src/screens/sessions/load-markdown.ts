/** The reader of Markdown is loaded with the first reply that is shown, once. */

export type MarkdownModule = Pick<
  typeof import('../../ui/markdown/markdown-view.ts'),
  'createMarkdownView'
>;

let loaded: MarkdownModule | undefined;
let loading: Promise<MarkdownModule> | undefined;

/** Undefined until it is there. */
export function markdownModule(): MarkdownModule | undefined {
  return loaded;
}

export function loadMarkdown(): Promise<MarkdownModule> {
  loading ??= import('../../ui/markdown/markdown-view.ts').then(
    ({ createMarkdownView }) => {
      loaded = { createMarkdownView };
      return loaded;
    },
    (error: unknown) => {
      loading = undefined; // its file could not be had: the next reply tries again
      throw error;
    },
  );
  return loading;
}
