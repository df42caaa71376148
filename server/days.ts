// Reckoning with days as people count them: `YYYY-MM-DD`, in Vietnam, which has one zone and no summer time.

export const dayMs = 86_400_000;

/** The day so many days after, or before where there are fewer than none. */
export const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** How many days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** The instant at which a clock in Vietnam says so on that day; without a time its first instant. */
export const momentOn = (day: string, time = '00:00'): Date => new Date(`${day}T${time}:00+07:00`);
