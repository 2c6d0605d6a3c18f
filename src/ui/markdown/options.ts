/** What a Markdown view needs from outside. Words come in; addresses go out and are never fetched here. */

export type MarkdownLabels = {
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  /** Names a code block without a language. */
  readonly code: string;
  /** Names the scrolling frame around a table. */
  readonly table: string;
  readonly taskDone: string;
  readonly taskOpen: string;
  /** The button in place of a picture that lies elsewhere. */
  readonly loadImage: (host: string) => string;
};

/** A stretch of code and what it is: `keyword`, `string`, `comment`, … Offsets count UTF-16 units. */
export type CodeMark = { readonly from: number; readonly to: number; readonly role: string };

export type MarkdownOptions = {
  readonly labels: MarkdownLabels;
  /** Asked each time a remote picture is met. Default: never. */
  readonly allowImages?: ((url: string) => boolean) | undefined;
  /** The person pressed the placeholder. The picture shows if `allowImages` then says yes. */
  readonly onImageRequest?: ((url: string) => void) | undefined;
  /** Called once per closed code block; without it, or for an unknown language, code stays plain. */
  readonly highlight?:
    | ((code: string, language: string, signal: AbortSignal) => Promise<readonly CodeMark[]>)
    | undefined;
};

export type RenderContext = {
  readonly options: MarkdownOptions;
  /** Aborted when the view is gone. */
  readonly signal: AbortSignal;
};
