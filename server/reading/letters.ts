// Letters that look like letters but are no letters to a search, a label or the law (Unicode 16, UTS 39 and UAX 31).

// Bold, script, circled, squared and wide letters, ligatures: as the plain letters they show. ½, ™, ², № and ℃ stay what they are.
const styled =
  /[\u{1D400}-\u{1D7FF}\uFF01-\uFF5E\u24B6-\u24E9\u{1F130}-\u{1F149}\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}\uFB00-\uFB06\u2102\u210A-\u2113\u2115\u2119-\u211D\u2124\u2128\u212C\u212D\u212F-\u2131\u2133\u2134]/gu;

/** Text with styled letters as the plain ones, composed (NFC), so that `𝗠𝗶𝗲̂́𝗻` is `Miến`. */
export const plainLetters = (text: string): string => text.replaceAll(styled, plain).normalize('NFC');

function plain(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  // White on black letters have no plain form of their own in Unicode.
  const dark = [0x1f150, 0x1f170].find((first) => code >= first && code < first + 26);
  return dark === undefined ? letter.normalize('NFKC') : String.fromCodePoint(code - dark + 0x41);
}

// A joiner between two pictures and the choice of a picture's colours are part of the picture.
const keptInPictures =
  /(?<=\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})\u200D(?=\p{Extended_Pictographic})|(?<=[\p{Emoji}])\uFE0F/gu;

/** Text without what nobody sees: joiners, fillers, marks of direction, tags (all Cf and Default_Ignorable_Code_Point). */
export function withoutInvisible(text: string): string {
  const kept = new Set([...text.matchAll(keptInPictures)].map(({ index }) => index));
  return text.replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, (letter, index: number) =>
    kept.has(index) ? letter : '',
  );
}

/** Whether anything would be seen: a letter, a digit, a sign or a picture. */
export const isVisible = (text: string): boolean => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replaceAll('\u2800', ''));

// Controls, halves of pairs, private letters and what never will be a letter; more than four marks on one letter.
const strange = /[\p{Cc}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]|\p{M}{5,}/gu;

/** The letters that no text may hold, in a way that can be shown: themselves on a circle, or their number. */
export const strangeLetters = (text: string): string[] => [
  ...new Set([...text.matchAll(strange)].map(([letter]) => numbered(letter))),
];

const numbered = (letter: string): string =>
  `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The first Greek, Cyrillic, Armenian, Cherokee or Coptic letter in a text that has Latin ones too; null when there is none. */
export function foreignAmongLatin(text: string): string | null {
  if (!/\p{Script=Latin}/u.test(text)) return null;
  const found = /[\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}]/u.exec(
    text,
  );
  return found?.[0] ?? null;
}

// Cyrillic, Greek, Armenian and phonetic letters, each over the Latin one it is taken for: small ones, then capitals.
const strangers = 'авсԁеһіјкӏмоԛрѕтуѵԝхпαβϲεηικμνορτυχγıɑɡɩոսАВСЕНІЈКМОРЅТУХԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ';
const lookLike = 'abcdehijklmoqpstyvwxnabcenikmvoptuxyiaginuabcehijkmopstyxgqwabezhikmnoptyx';
const twins = new Map(Array.from(strangers, (letter, place) => [letter, lookLike.charAt(place)]));

/** Small letters without marks, each twin of another script as the Latin letter it looks like, nothing but letters and digits. */
export const skeleton = (text: string): string =>
  Array.from(plainLetters(withoutInvisible(text)).normalize('NFKD').replaceAll(/\p{M}/gu, ''))
    .map((letter) => twins.get(letter) ?? letter)
    .join('')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
