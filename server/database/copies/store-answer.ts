import type { parseDocument } from 'htmlparser2';

type Node = ReturnType<typeof parseDocument>['children'][number];

/** The texts of all elements of a name in an XML answer, in their order. */
export function textsOf(parent: { children: readonly Node[] }, name: string): string[] {
  return parent.children.flatMap((node) => {
    if (!('children' in node)) return [];
    const isIt = 'name' in node && node.name === name;
    return isIt ? [textIn(node)] : textsOf(node, name);
  });
}

const textIn = (node: Node): string => {
  if ('children' in node) return node.children.map(textIn).join('');
  return 'data' in node ? node.data : '';
};
