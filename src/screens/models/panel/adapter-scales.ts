/** The scale of an adapter as it is typed. Below zero an adapter works against what it was made for. */
export function readScale(text: string): number | undefined {
  const typed = text.trim().replace(',', '.');
  const value = typed === '' ? Number.NaN : Number(typed);
  return value >= -10 && value <= 10 ? value : undefined;
}

/** The last part of a path, on either kind of system. */
export function fileOf(path: string): string {
  return path.split(/[/\\]/).at(-1) || path;
}
