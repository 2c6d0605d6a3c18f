/** Live queries whose code is loaded with the first watcher: nothing of theirs is needed before the first keystroke. */
import { type Fault, faultFrom } from '../domain/fault.ts';
import { createLazy } from '../lib/lazy.ts';

type Watch<Asked, Told> = (
  params: Asked,
  onValue: (value: Told) => void,
  onFault: (fault: Fault) => void,
) => () => void;

export function lazyWatch<Asked, Told>(
  load: () => Promise<Watch<Asked, Told>>,
): Watch<Asked, Told> {
  const loaded = createLazy(load);
  return (params, onValue, onFault) => {
    let stop: (() => void) | undefined;
    let isStopped = false;
    loaded().then(
      (watch) => {
        if (!isStopped) stop = watch(params, onValue, onFault);
      },
      (error) => {
        if (!isStopped) onFault(faultFrom(error));
      },
    );
    return () => {
      isStopped = true;
      stop?.();
    };
  };
}
