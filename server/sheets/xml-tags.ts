/** One tag of a part of a workbook. */
export interface Tag {
  name: string;
  isEnd: boolean;
  attributes: string;
  /** What stands behind it, up to the next tag. */
  text: string;
}

/** One pass from tag to tag: nothing in it looks back, so that no file makes it slow. */
export function* tags(xml: string): Generator<Tag> {
  for (const [, slash, name = '', attributes = '', text = ''] of xml.matchAll(/<(\/?)(?:\w+:)?(\w+)([^<>]*)>([^<]*)/g))
    yield { name, isEnd: slash === '/', attributes, text };
}

// Made once a name: a sheet has tens of thousands of tags, and to make the pattern takes longer than to look.
const patterns = new Map<string, RegExp>();

/** An attribute of a tag; '' where it has none. @param name of our own, as the format calls it */
export function attribute(text: string, name: string): string {
  const pattern = patterns.get(name) ?? new RegExp(`(?:^|\\s)${name}="([^"]*)"`);
  patterns.set(name, pattern);
  return pattern.exec(text)?.[1] ?? '';
}
