/** A number as a person types it: with a comma or a point, checked against its range. Pure. */
export type NumberRange = {
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
};

/** `undefined` where it is no number, or not one of the range. */
export function readNumber(text: string, range: NumberRange): number | undefined {
  const trimmed = text.trim();
  if (!/^\d+([.,]\d*)?$|^[.,]\d+$/.test(trimmed)) return undefined;
  const value = Number(trimmed.replace(',', '.'));
  if (!Number.isFinite(value) || value < range.min || value > range.max) return undefined;
  return range.isWhole && !Number.isInteger(value) ? undefined : value;
}
