type Filled<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** Without the fields that are undefined: a stored row has a fact or has no such field. */
export function withoutGaps<Fields extends object>(fields: Fields): Filled<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Filled<Fields>;
}
