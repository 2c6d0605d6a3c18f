/** In which order and layout installed models are listed. Apart from the settings' schema, which a page does not load. */
export const modelSorts = [
  'size-down',
  'size-up',
  'name-up',
  'name-down',
  'newest',
  'oldest',
] as const;
export type ModelSort = (typeof modelSorts)[number];

/** One list, by server, or each model once with the servers that have it. */
export const modelLayouts = ['list', 'servers', 'merged'] as const;
export type ModelLayout = (typeof modelLayouts)[number];
