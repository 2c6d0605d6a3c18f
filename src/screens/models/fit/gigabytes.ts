/** Memory as people say it: 24 means 24 GiB, as cards and boxes are sold. Pure. */

export type ReadGigabytes =
  | { readonly ok: true; readonly bytes: number | undefined }
  | { readonly ok: false };

const gibibyte = 1_073_741_824;
const most = 100_000;

/** An empty field is no mistake: then it is not known. */
export function readGigabytes(text: string): ReadGigabytes {
  const typed = text.trim().replace(/\s*(gi?b?)$/i, '');
  if (typed === '') return { ok: true, bytes: undefined };
  if (!/^\d+([.,]\d*)?$/.test(typed)) return { ok: false };
  const value = Number(typed.replace(',', '.'));
  return value > most ? { ok: false } : { ok: true, bytes: Math.round(value * gibibyte) };
}

export function gigabyteText(bytes: number | undefined): string {
  return bytes === undefined ? '' : String(Math.round((bytes / gibibyte) * 10) / 10);
}
