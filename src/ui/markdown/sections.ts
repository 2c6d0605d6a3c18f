/**
 * Keeps the children of every element few. To lay out one new word a browser walks over all siblings
 * of what changed, so a thousand blocks in a row would make late tokens dear. Where a section ends
 * depends on the blocks alone, not on when they came.
 */
export type Sections = {
  /** Puts a block at the end. */
  readonly append: (block: Node) => void;
  /** One more block is final; `open` are those after it, which move on if a new section begins. */
  readonly settle: (open: readonly Node[]) => void;
};

const blocksPerSection = 16;

export function createSections(host: HTMLElement): Sections {
  let section: HTMLElement | undefined;
  let settled = 0;

  const append = (block: Node) => {
    if (!section) {
      section = document.createElement('div');
      host.append(section);
    }
    section.append(block);
  };
  const settle = (open: readonly Node[]) => {
    settled += 1;
    if (settled % blocksPerSection !== 0) return;
    if (section) markWhenShown(section);
    section = undefined;
    for (const block of open) append(block);
  };
  return { append, settle };
}

/**
 * A section may leave out its drawing while it is out of view, but only after it was laid out once: the browser
 * remembers its height from then, so nothing moves.
 */
function markWhenShown(section: HTMLElement): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      section.dataset['measured'] = '';
    });
  });
}
