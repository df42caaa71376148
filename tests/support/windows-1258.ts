/** Windows-1258, where tones stand behind their letter; of the letters only those that our words need. */
export function in1258(text: string): Buffer {
  const bytes: Record<string, number> = { đ: 0xf0, Đ: 0xd0, ă: 0xe3, â: 0xe2, ê: 0xea, ô: 0xf4, ơ: 0xf5, ư: 0xfd };
  const tones: Record<string, number> = {
    '\u0300': 0xcc,
    '\u0301': 0xec,
    '\u0309': 0xd2,
    '\u0303': 0xde,
    '\u0323': 0xf2,
  };
  const letters = Array.from(
    text
      .normalize('NFD')
      .replaceAll(/([aeo])([\u0323]?)\u0302/g, (_, one, dot) => `${{ a: 'â', e: 'ê', o: 'ô' }[one as 'a']}${dot}`)
      .replaceAll(/o([\u0300-\u0323]?)\u031b/g, 'ơ$1')
      .replaceAll(/u([\u0300-\u0323]?)\u031b/g, 'ư$1')
      .replaceAll('a\u0306', 'ă'),
  );
  return Buffer.from(letters.map((letter) => bytes[letter] ?? tones[letter] ?? letter.charCodeAt(0)));
}
