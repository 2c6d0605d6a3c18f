/** The hub's desk over the typed runners: every input is checked by its schema before it reaches one. */
import { FaultError } from '../domain/fault.ts';
import type { CommandRunners } from './commands.ts';
import type { Desk } from './hub.ts';
import type { CommandName, QueryName } from './protocol.ts';
import type { QueryWatchers } from './queries.ts';
import { commandInputs, queryParams } from './schemas.ts';

export function createDesk(
  commands: CommandRunners,
  queries: QueryWatchers,
  follow: Desk['follow'],
): Desk {
  const refuse = (name: string): never => {
    throw new FaultError({ kind: 'unexpected', message: `bad input for ${name}` });
  };
  return {
    fault: undefined,
    call: async (name, input) => {
      const schema = commandInputs[name as CommandName];
      const runner = commands[name as keyof CommandRunners] as
        | ((input: unknown) => Promise<unknown>)
        | undefined;
      const checked = schema?.safeParse(input);
      if (!runner || !checked?.success) return refuse(name);
      return await runner(checked.data);
    },
    watch: (name, params, onValue, onFault) => {
      const schema = queryParams[name as QueryName];
      const watcher = queries[name as QueryName] as
        | ((
            params: unknown,
            onValue: (value: unknown) => void,
            onFault: Parameters<Desk['watch']>[3],
          ) => () => void)
        | undefined;
      const checked = schema?.safeParse(params);
      if (!watcher || !checked?.success) return refuse(name);
      return watcher(checked.data, onValue, onFault);
    },
    follow,
  };
}
