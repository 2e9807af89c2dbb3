/** For how many months what has ended is kept, unless an organisation says otherwise. */
export const USUAL_MONTHS = 24;

export function keepMonthsOf(chosen: number | null): number {
  return chosen ?? USUAL_MONTHS;
}
