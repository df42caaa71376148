/** Whether the last digit checks the others (GS1 General Specifications, 7.9), reckoned here apart from the program. */
export const isGtin = (digits: string): boolean =>
  digits
    .split('')
    .reverse()
    .reduce((sum, digit, place) => sum + Number(digit) * (place % 2 === 0 ? 1 : 3), 0) %
    10 ===
  0;
