/** Categories and abilities as lists to choose from; written out so that no schema is needed to show them. */
import type { Ability, Category } from '../../domain/model.ts';

const categories: Record<Category, true> = {
  chat: true,
  reasoning: true,
  vision: true,
  code: true,
  embedding: true,
  image: true,
};
const abilities: Record<Ability, true> = {
  completion: true,
  thinking: true,
  tools: true,
  vision: true,
  pdf: true,
  audio: true,
  image: true,
  embedding: true,
  insert: true,
};

// The compiler has checked that the keys are exactly these.
export const categoryChoices = Object.keys(categories) as readonly Category[];
export const abilityChoices = Object.keys(abilities) as readonly Ability[];
