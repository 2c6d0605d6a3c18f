/** JSON pointers (RFC 6901): the value a pointer leads to, undefined where it leads nowhere. Own fields only. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key]; // an array is read by its digits alike
  }
  return value;
}
