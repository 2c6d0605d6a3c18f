/** What kind of model it is, for filters: as it says itself, else by its abilities and by what names usually mean. */
import type { Ability, Category, Model } from './model.ts';

type Described = Pick<Model, 'name' | 'categories' | 'abilities'>;

const hints: readonly (readonly [Category, RegExp])[] = [
  ['code', /cod(e|er|ing|estral)|devstral|starcoder|\bgrok-build/i],
  ['reasoning', /\br1\b|\bqwq\b|\bo[134](-|$)|think|reason|magistral|gpt-oss/i],
  ['vision', /(^|[^a-z])v(l|ision)([^a-z]|$)|llava|pixtral|moondream|\bglm-[\d.]+v/i],
];
const embeds = /embed|\bbge-|\bgte-|\be5-|minilm/i;
const paints = /dall-e|image-|-image|imagen|\bflux\b|stable-diffusion|\bsdxl/i;

/** Never empty: what is nothing else is for chatting. */
export function categoriesOf({ name, categories, abilities }: Described): readonly Category[] {
  if (categories && categories.length > 0) return categories;
  const can = (ability: Ability) => abilities?.includes(ability) === true;
  const talks = can('completion');
  if (can('embedding') || (!talks && embeds.test(name))) return ['embedding'];
  if (!talks && (can('image') || paints.test(name))) return ['image'];
  const found = new Set<Category>(['chat']);
  if (can('thinking')) found.add('reasoning');
  if (can('vision')) found.add('vision');
  if (can('image')) found.add('image');
  for (const [category, sign] of hints) {
    // What a server says of its abilities counts more than a name.
    const isTold = abilities !== undefined && category !== 'code';
    if (!isTold && sign.test(name)) found.add(category);
  }
  return [...found];
}
