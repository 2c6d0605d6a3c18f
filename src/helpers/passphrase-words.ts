/** A passphrase of words drawn by lot. */
import { newUnguessableId } from '../lib/ids.ts';

/** Five of 7,776 words are 64 bits: centuries at ten thousand guesses a second, and still typed on a phone. */
const wordCount = 5;

/** `draw` gives numbers from 0 to 65,535, each as likely as any other. */
export function chooseWords(list: readonly string[], draw: () => number = createDraw()): string {
  const words: string[] = [];
  // What is left over at the end of the range would make the first words of the list likelier.
  const fairBelow = 0x10000 - (0x10000 % list.length);
  while (words.length < wordCount) {
    const drawn = draw();
    const word = drawn < fairBelow ? list[drawn % list.length] : undefined;
    if (word !== undefined) words.push(word);
  }
  return words.join(' ');
}

function createDraw(): () => number {
  let pool = '';
  return () => {
    if (pool === '') pool = newUnguessableId();
    const drawn = Number.parseInt(pool.slice(0, 4), 16);
    pool = pool.slice(4);
    return drawn;
  };
}
