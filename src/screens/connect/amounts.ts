/** Numbers, dates and lists as people type them into the editor. An empty field means: as it is by itself. Pure. */

export type AmountRange = {
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
};

export type ReadAmount =
  | { readonly ok: true; readonly value: number | undefined }
  | { readonly ok: false };

/** With a comma or a point, and with thin spaces or apostrophes between thousands. */
export function readAmount(text: string, range: AmountRange): ReadAmount {
  const typed = text.trim().replace(/(?<=\d)[\s'’ ](?=\d{3})/g, '');
  if (typed === '') return { ok: true, value: undefined };
  if (!/^\d+([.,]\d*)?$|^[.,]\d+$/.test(typed)) return { ok: false };
  const value = Number(typed.replace(',', '.'));
  if (!Number.isFinite(value) || value < range.min || value > range.max) return { ok: false };
  return range.isWhole && !Number.isInteger(value) ? { ok: false } : { ok: true, value };
}

export function amountText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** One name a line (or between commas), without blanks and doubles. */
export function readNames(text: string): readonly string[] {
  const names = text
    .split(/[\n,]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
  return [...new Set(names)];
}

/** The value of a date field as the end of that day here, in epoch milliseconds. */
export function endOfDay(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const at = new Date(Number(year), Number(month) - 1, Number(day), 23, 59, 59).getTime();
  return Number.isNaN(at) ? undefined : at;
}

/** What a date field shows for an instant. */
export function dayText(at: number | undefined): string {
  if (at === undefined) return '';
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
