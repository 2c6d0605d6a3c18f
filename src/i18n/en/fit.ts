/** Words of the line that says whether a model fits into a server's memory. */
export const fit = {
  label: 'Fit',
  bar: (needed: string, room: string) => `Needs ${needed} of ${room}`,
  needs: (size: string) => `Needs about ${size}`,
  needsBetween: (low: string, high: string) => `Needs ${low} to ${high}`,
  parts: (weights: string, cache: string, tokens: string, compute: string) =>
    `${weights} for the model, ${cache} for a context of ${tokens} tokens, ${compute} to compute`,
  gpu: 'graphics memory',
  cpu: 'main memory',
  verdicts: {
    fits: (place: string) => `Fits into the ${place}`,
    close: (place: string) => `Just fits into the ${place}`,
    evicts: (names: string) => `Fits once ${names} is let go`,
    evictsMany: (names: string) => `Fits once ${names} are let go`,
    spills: (part: string) => `${part} of it would be computed by the processor, slowly`,
    tooLarge: (missing: string) => `Does not fit: ${missing} are missing`,
    moreThanSeen: (seen: string) =>
      `More than this server was seen to hold (${seen}). It may fit all the same.`,
    unknown: 'How much memory the server has is not known',
  },
  /** In a list, where there is room for a word or two. */
  short: {
    fits: 'fits',
    close: 'just fits',
    evicts: (name: string) => `evicts ${name}`,
    evictsMany: (count: number) => `evicts ${count} models`,
    spills: (part: string) => `${part} on the processor`,
    tooLarge: 'does not fit',
  },
  fromList: (verdict: string) =>
    `${verdict}. Estimated by its size: its details tell it more exactly.`,
  and: (names: string, last: string) => `${names} and ${last}`,
  doubt: {
    weights: 'the size of its files is a guess',
    cache: 'the server does not tell how large a context is',
    'kv-heads': 'the server leaves out how many heads it has',
    window: 'the server leaves out which layers see the whole context',
    shape: 'it is of a kind that is not fully known here',
  },
  doubts: (list: string) => `Roughly: ${list}.`,
  set: 'Set this server’s memory',
  change: 'Change this server’s memory',
  dialog: {
    title: (name: string) => `Memory of ${name}`,
    text: 'A page cannot ask a server for it. What you enter is kept with the connection.',
    vram: 'Graphics memory',
    vramHint:
      'In GB, of all its cards together; 0 where there is none. On Apple’s chips: three quarters of the memory.',
    ram: 'Main memory',
    ramHint: 'In GB. What the graphics memory has no room for goes there.',
    wrong: 'A number of gigabytes, such as 24.',
    seen: (size: string) => `Its loaded models were seen to take up to ${size} of graphics memory.`,
    save: 'Save',
    cancel: 'Cancel',
    close: 'Close',
  },
} as const;
