/** The models screen at work, for its parts. */
import { createContext, useContext } from 'solid-js';
import type { Models } from './create-models.ts';

export const ModelsContext = createContext<Models>();

export function useModels(): Models {
  const models = useContext(ModelsContext);
  if (!models) throw new Error('useModels is called outside ModelsContext');
  return models;
}
