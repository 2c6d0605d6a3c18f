/** Words of the part that compares texts by a model's vectors. */
export const compare = {
  title: 'Compare texts',
  text: 'The model turns each text into numbers. Texts that mean alike have numbers that point the same way: 1.00 is the same.',
  question: 'A question or a text',
  lines: 'Texts to compare with, one per line',
  linesHint: (most: number) => `Up to ${most}. Empty lines are left out.`,
  run: 'Compare',
  stop: 'Stop',
  working: (server: string) => `Asking ${server}…`,
  noQuestion: 'Type a question or a text first.',
  noLines: 'Type at least one text to compare with.',
  tooMany: (count: number, most: number) =>
    `These are ${count} texts; ${most} are compared at a time.`,
  tooLong: (most: string) => `A text may have ${most} characters at most.`,
  tooLongForModel: {
    title: 'A text is longer than the model reads at once',
    next: (contextLength: string | undefined) =>
      contextLength === undefined
        ? 'Shorten it, or compare its parts.'
        : `It reads ${contextLength} tokens. Shorten the text, or compare its parts.`,
  },
  ranking: (question: string) => `Most alike first: ${question}`,
  facts: (numbers: string, seconds: string, tokens: string | undefined) =>
    [
      `${numbers} numbers per text`,
      seconds,
      ...(tokens === undefined ? [] : [`${tokens} tokens`]),
    ].join(', '),
} as const;
