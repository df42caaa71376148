/** Longer headers are nobody's usual ones, and would let a stranger fill the memory. */
const longest = 200;
const most = 500;

/** The same reading of a text, kept for the next time: browsers say the same few things a thousand times over. */
export function saidBefore<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const meant = read(text);
    if (known.size >= most) known.clear();
    if (text.length <= longest) known.set(text, meant);
    return meant;
  };
}
