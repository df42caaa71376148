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

/** An attribute of a tag; '' where it has none. */
export const attribute = (text: string, name: string): string =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1] ?? '';
