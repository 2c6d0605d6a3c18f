/** Whether a model can do something, as far as its server tells. Apart from the schema, so that the page can start without one. */
import type { Ability, Model } from './model.ts';

/** `undefined` where the server does not say. */
export function hasAbility(of: Model | undefined, ability: Ability): boolean | undefined {
  return of?.abilities?.includes(ability);
}
