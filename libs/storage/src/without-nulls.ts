/** The same row without its columns that are null: absent is absent, not null. */
export function withoutNulls<Row extends object>(row: Row): { [Name in keyof Row]: NonNullable<Row[Name]> } {
  const given = Object.entries(row).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as { [Name in keyof Row]: NonNullable<Row[Name]> };
}
