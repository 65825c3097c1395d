/** Units, as `agency/unit`, to whose tasks an answer is limited; all tasks count where it is undefined. */
export type Sight = readonly string[] | undefined;

/** The condition of SQL that limits rows with the column `parties` to a {@link Sight}, the n-th parameter (null for all). */
export const within = (parameter: number, row: string): string =>
  `($${parameter}::text[] IS NULL OR ${row}.parties && $${parameter}::text[])`;
