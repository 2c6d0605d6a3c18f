/** Find models at work, for its parts. */
import { createContext, useContext } from 'solid-js';
import type { Find } from './create-find.ts';

export const FindContext = createContext<Find>();

export function useFind(): Find {
  const find = useContext(FindContext);
  if (!find) throw new Error('useFind is called outside FindContext');
  return find;
}
