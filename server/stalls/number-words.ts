const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const scales = ['', 'nghìn', 'triệu', 'tỷ'] as const;

/**
 * A whole number from 0 below 10¹² in Vietnamese words as the north reads them aloud: mốt, tư and lăm after tens, linh before a
 * lone digit. Empty places inside a number are said: `1000500` is "một triệu không nghìn năm trăm", because "một triệu năm trăm"
 * is heard as 1.500.000 (decision 0057).
 * @throws RangeError for any other number
 */
export function numberWords(number: number): string {
  if (!Number.isSafeInteger(number) || number < 0 || number >= 1e12) throw new RangeError(`No words for ${number}`);
  if (number === 0) return digits[0];
  const groups = thousandsOf(number);
  const last = groups.findLastIndex((group) => group > 0);
  return groups
    .slice(0, last + 1)
    .map((group, index) => [underThousand(group, index > 0), scales[groups.length - 1 - index]].join(' ').trim())
    .join(' ');
}

/** The thousands of a number, the highest first. */
function thousandsOf(number: number): number[] {
  const groups: number[] = [];
  for (let rest = number; rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(rest % 1000);
  return groups;
}

/** @param isInside whether something higher stands before it, so that an empty place of hundreds has to be said */
function underThousand(group: number, isInside: boolean): string {
  if (group === 0) return digits[0];
  const [hundreds, tens, ones] = [Math.floor(group / 100), Math.floor(group / 10) % 10, group % 10];
  const before = hundreds > 0 || isInside ? [`${digits[hundreds] ?? ''} trăm`] : [];
  return [...before, ...underHundred(tens, ones, before.length > 0)].join(' ');
}

function underHundred(tens: number, ones: number, isInside: boolean): string[] {
  if (tens === 0 && ones === 0) return [];
  if (tens === 0) return isInside ? ['linh', ones === 4 ? 'tư' : word(ones)] : [word(ones)];
  const ten = tens === 1 ? 'mười' : `${word(tens)} mươi`;
  return ones === 0 ? [ten] : [ten, afterTen(tens, ones)];
}

function afterTen(tens: number, ones: number): string {
  if (ones === 5) return 'lăm';
  if (tens > 1 && ones === 1) return 'mốt';
  return tens > 1 && ones === 4 ? 'tư' : word(ones);
}

const word = (digit: number): string => digits[digit] ?? '';
