/** Names as they are sent. */
import { displayName, parseModelName } from '../../domain/model-name.ts';

/** What cannot be a name goes out as it is: the server says best what it thinks of it. */
export function sentName(name: string): string {
  const result = parseModelName(name);
  return result.ok ? displayName(result.name) : name;
}
