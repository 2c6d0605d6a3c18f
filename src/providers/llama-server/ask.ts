/** What the parts of the panel share: where a model's answers are, and which refusal only means that a flag is missing. */
import { FaultError } from '../../domain/fault.ts';
import type { ServerFlag, Told } from '../../domain/server-panel.ts';
import type { Endpoint } from '../contract.ts';

/** A router is asked with the model's name, and would load it for the answer if it were not told not to. */
export function pathOf(path: string, model: string | undefined): string {
  if (model === undefined) return path;
  const query = new URLSearchParams({ model, autoload: 'false' });
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** A body that a router can find its model by. */
export function bodyOf<Fields extends object>(
  model: string | undefined,
  fields: Fields,
): Fields & { model?: string } {
  return model === undefined ? fields : { ...fields, model };
}

/** 501 is the server's word for a part that a flag has to enable. */
export async function toldUnless<Value>(
  flag: ServerFlag,
  read: () => Promise<Value>,
): Promise<Told<Value>> {
  try {
    return { state: 'told', value: await read() };
  } catch (error) {
    if (isDisabled(error)) return { state: 'off', flag };
    throw error;
  }
}

function isDisabled(error: unknown): boolean {
  const fault = error instanceof FaultError ? error.fault : undefined;
  return fault?.kind === 'server-error' && fault.status === 501;
}

export function strange(at: Endpoint): FaultError {
  return new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
}
