/** What can be wrong with a field of the editor. Types only. */
import type { Fault } from '../../domain/fault.ts';
import type { AmountRange } from './amounts.ts';
import type { HeaderTrouble } from './header-rules.ts';
import type { PlainField } from './plain-draft.ts';

export type Problem =
  | { readonly kind: 'name' }
  | { readonly kind: 'address'; readonly fault: Fault }
  | { readonly kind: 'amount'; readonly range: AmountRange }
  | { readonly kind: 'header'; readonly trouble: HeaderTrouble }
  | { readonly kind: 'secret-missing' }
  | { readonly kind: 'basic' }
  | { readonly kind: 'names'; readonly most: number }
  | { readonly kind: 'long' }
  | { readonly kind: 'price' }
  | { readonly kind: 'plain'; readonly field: PlainField };

/** Where a problem stands, such as `limits.tokensPerDay` or `facts/llama3.contextLength`. */
export type Problems = ReadonlyMap<string, Problem>;
