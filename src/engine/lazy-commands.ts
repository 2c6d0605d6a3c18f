/** Commands whose code is loaded with the first of them: nothing of theirs is needed before the first keystroke. */
import { createLazy } from '../lib/lazy.ts';
import type { CommandName, Input, Output } from './protocol.ts';

export type Runners<N extends CommandName> = {
  readonly [Name in N]: (input: Input<Name>) => Promise<Output<Name>>;
};

export function lazyCommands<N extends CommandName>(
  names: readonly N[],
  load: () => Promise<Runners<N>>,
): Runners<N> {
  const loaded = createLazy(load);
  const entries = names.map((name) => [
    name,
    async (input: Input<N>) => await (await loaded())[name](input),
  ]);
  return Object.fromEntries(entries) as Runners<N>; // one runner per name
}
