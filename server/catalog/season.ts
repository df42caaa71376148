import type { Profile } from './profile.ts';

const zone = { timeZone: 'Asia/Ho_Chi_Minh', month: 'numeric' } as const;
const calendars = {
  // Reckoned for another meridian, an hour east: once in decades a month begins a day apart, which no season feels.
  lunar: new Intl.DateTimeFormat('en-u-ca-chinese', zone),
  solar: new Intl.DateTimeFormat('en-u-ca-gregory', zone),
};

/** Whether goods of a kind are in season at this moment, as the months in its file say; never where they are not known. */
export const isInSeason = ({ seasonMonths }: Pick<Profile, 'seasonMonths'>, at: Date): boolean =>
  seasonMonths?.months.includes(monthIn(seasonMonths.calendar, at)) ?? false;

/** The month of a calendar in Vietnam, from 1; a leap month has the number of the one before. */
function monthIn(calendar: keyof typeof calendars, at: Date): number {
  const month = calendars[calendar].formatToParts(at).find(({ type }) => type === 'month');
  return Number.parseInt(month?.value ?? '', 10);
}
