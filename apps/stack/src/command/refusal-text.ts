import type { RefusedRequest } from './explanation.js';

/** Which option of the call says what stands at a place of the request. */
const OPTIONS: readonly (readonly [place: RegExp, option: string])[] = [
  [/^\/unit|^\/from/, '--from'],
  [/^\/to/, '--to'],
  [/^\/caseId/, '--case'],
  [/^\/wanted/, '--want'],
  [/^\/languages/, '--language'],
  [/^\/ageGroup/, '--age-group'],
  [/^\/itemsKnown/, '--item'],
  [/^\/(kind|urgency|grade|mode|purpose|basis|area|at)$/, '--$1'],
];

/**
 * A refusal as a person reads it: what it means, then each fault with its place in the request and the option that says
 * it. `items` are the items that the call names, in the order of the request.
 */
export function refusalLines(
  { code, title, faults }: RefusedRequest,
  items: readonly string[],
): readonly string[] {
  return [
    `Refused: ${title} (${code})`,
    ...faults.map(({ pointer, detail }) => {
      const option = optionFor(pointer, items);
      const place = option === '' ? pointer : `${pointer} (${option})`;
      return place === '' ? `  ${detail}` : `  ${place}: ${detail}`;
    }),
  ];
}

function optionFor(pointer: string, items: readonly string[]): string {
  const item = /^\/items\/(\d+)/.exec(pointer)?.[1];
  const code = item === undefined ? undefined : items[Number(item)];
  if (code !== undefined) return `--item ${code}`;
  const [place, option] = OPTIONS.find(([known]) => known.test(pointer)) ?? [];
  return place === undefined || option === undefined ? '' : option.replace('$1', pointer.slice(1));
}
