/** Where one installed model is shown with all its server tells of it. Pure. */

/** The part of the route; the model is in its query. */
export const modelPart = 'model';

export function modelAddress(connectionId: string, name: string): string {
  return `/models/${modelPart}?c=${encodeURIComponent(connectionId)}&name=${encodeURIComponent(name)}`;
}
