/** What may be asked of the hub of models. Small, and apart from the rest: the engine checks it from its start. */

export const hubSorts = ['trending', 'downloads', 'likes', 'new'] as const;
export type HubSort = (typeof hubSorts)[number];

/** The most pages that one list grows to. */
export const hubMostPages = 6;

/** `owner/name` or a bare name, as the hub has them. */
export function isRepo(text: string): boolean {
  return text.length <= 200 && /^\w[\w.-]*(?:\/\w[\w.-]*)?$/.test(text) && !text.includes('..');
}
