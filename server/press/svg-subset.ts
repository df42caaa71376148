/** One element of the small SVG that label templates give. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

const token = /<!--[\s\S]*?-->|<\/([a-z]+)\s*>|<([a-z]+)((?:\s+[a-z][\w-]*="[^"<]*")*)\s*(\/?)>|[^<]+/gy;
const attribute = /([a-z][\w-]*)="([^"]*)"/gi;
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads well-formed markup into its root element. Only elements, attributes in double quotes, text, comments and the five
 * entities of XML: no doctype, no processing instructions, so nothing can be pulled in from outside.
 * Throws a SyntaxError that says what is wrong and after what.
 */
export function readElements(source: string): Element {
  const open: Element[] = [{ name: '', attributes: {}, children: [] }];
  for (const match of tokens(source)) take(open, match);
  const root = open[0]?.children.find((child) => typeof child !== 'string');
  if (open.length !== 1) throw new SyntaxError(`<${open.at(-1)?.name}> is not closed`);
  if (!root) throw new SyntaxError('there is no element');
  return root;
}

function* tokens(source: string): Generator<RegExpExecArray> {
  token.lastIndex = 0;
  let end = 0;
  for (let match = token.exec(source); match; match = token.exec(source)) {
    end = token.lastIndex;
    yield match;
    token.lastIndex = end;
  }
  if (end < source.length) throw new SyntaxError(`cannot be read from: ${source.slice(end, end + 40)}`);
}

function take(open: Element[], match: RegExpExecArray): void {
  const [whole, closing, name, attributes = '', selfClosed] = match;
  const parent = open.at(-1);
  if (!parent || whole.startsWith('<!--')) return;
  if (closing !== undefined) {
    if (open.length === 1 || parent.name !== closing) throw new SyntaxError(`</${closing}> closes <${parent.name}>`);
    open.pop();
  } else if (name === undefined) {
    parent.children.push(unescaped(whole));
  } else {
    const element: Element = { name, attributes: readAttributes(attributes), children: [] };
    parent.children.push(element);
    if (!selfClosed) open.push(element);
  }
}

const readAttributes = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(attribute)].map(([, name = '', value = '']) => [name, unescaped(value)]));

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return (Object.hasOwn(entities, name) && entities[name]) || whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
