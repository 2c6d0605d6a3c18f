/**
 * What comes by message keeps its sharing: one object said twice arrives as one. Whoever changes such a value in place
 * would change both, so each place gets an object of its own.
 */

/** The same value; only what stands in it more than once is replaced, by copies. Changes it in place. */
export function unshared<T>(value: T): T {
  const seen = new Set<unknown>();
  const visit = (each: unknown): unknown => {
    if (typeof each !== 'object' || each === null) return each;
    if (seen.has(each)) return structuredClone(each);
    seen.add(each);
    if (Array.isArray(each)) {
      for (let at = 0; at < each.length; at += 1) each[at] = visit(each[at]);
    } else if (Object.getPrototypeOf(each) === Object.prototype) {
      const fields = each as Record<string, unknown>; // a plain object, as was just asked
      for (const name of Object.keys(fields)) fields[name] = visit(fields[name]);
    }
    return each;
  };
  visit(value);
  return value;
}
