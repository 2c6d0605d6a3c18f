/** Whether a transcript fits a model's context, by a rough count: good enough to warn, never to refuse. */

const charactersPerToken = 4;

function estimateTokens(characters: number): number {
  return Math.ceil(characters / charactersPerToken);
}

export type ContextRoom = { readonly estimatedTokens: number; readonly contextLength: number };

/** What to warn of before sending, or `undefined` where it fits or the length is unknown. */
export function contextShortage(of: {
  readonly characters: number;
  /** What the server counted for the last prompt and reply; better than an estimate. */
  readonly countedTokens: number | undefined;
  readonly contextLength: number | undefined;
}): ContextRoom | undefined {
  if (of.contextLength === undefined) return undefined;
  const estimatedTokens = Math.max(estimateTokens(of.characters), of.countedTokens ?? 0);
  return estimatedTokens > of.contextLength
    ? { estimatedTokens, contextLength: of.contextLength }
    : undefined;
}
