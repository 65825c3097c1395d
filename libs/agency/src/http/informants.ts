import type { Directory } from '#directory';

/** The other agencies that this one may ask for items. */
export function informantsOf(agency: string, { bundle }: Directory): ReadonlySet<string> {
  const asking = bundle.data.taskKinds.filter(
    ({ asksForItems, mayBeRequestedBy }) => asksForItems === true && mayBeRequestedBy.includes(agency),
  );
  return new Set(asking.flatMap(({ mayBeAsked }) => mayBeAsked).filter((code) => code !== agency));
}
