/** Spans that a lead may choose, in hours, with their names. */
export const SPANS = [
  { hours: 24, text: 'Last 24 hours' },
  { hours: 168, text: 'Last 7 days' },
  { hours: 720, text: 'Last 30 days' },
] as const;

/** Modes that a lead may look at. */
export const LOOKS = [
  { mode: 'actual', text: 'Real tasks' },
  { mode: 'exercise', text: 'Exercises' },
] as const;

/** What a lead wants to see. */
export interface LeadChoice {
  readonly hours: number;
  readonly mode: (typeof LOOKS)[number]['mode'];
}

/** The choice in an address; what is none of the choices counts as the first of them. */
export function choiceIn(query: unknown): LeadChoice {
  const { hours, mode } = (query ?? {}) as { readonly hours?: unknown; readonly mode?: unknown };
  return {
    hours: SPANS.find((span) => String(span.hours) === hours)?.hours ?? SPANS[0].hours,
    mode: LOOKS.find((look) => look.mode === mode)?.mode ?? LOOKS[0].mode,
  };
}
