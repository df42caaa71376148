import { readFileSync } from 'node:fs';
import { fromRoot } from '../root.ts';

/** A piece of a number: its key, the word or words of ours that it says, and what the person who records it reads. */
export interface NumberPiece {
  key: string;
  says: string;
  words: string;
}

const file = JSON.parse(readFileSync(fromRoot('server/voice/number-pieces.json'), 'utf8')) as { pieces: NumberPiece[] };

/** The pieces of which every amount is put together, in each language the same ones. */
export const numberPieces: readonly NumberPiece[] = file.pieces;

/** What a bank told of a sale, as the stalls say it. */
export const verdictsHeard = ['enough', 'short', 'over', 'parts', 'again', 'late', 'unclear'] as const;
export type VerdictHeard = (typeof verdictsHeard)[number];

/** Said before a verdict that comes late. */
export const toldLate = 'verdict-told-late';

/** A part of a verdict's sentence: its amount, or words by the key of their recording. */
export type VerdictPart = { isAmount: true } | { isAmount: false; key: string; words: string };

/** A verdict's sentence in its parts, in their order. @param sentence as the catalogue has it, with `{amount}` or without */
export const partsOf = (kind: VerdictHeard, sentence: string): VerdictPart[] =>
  sentence.split(/(\{amount\})/).flatMap((part, place): VerdictPart[] => {
    if (part === '{amount}') return [{ isAmount: true }];
    const words = part.replace(/^[\s,:]+|[\s,:]+$/g, '');
    return words === '' ? [] : [{ isAmount: false, key: `verdict-${kind}${place === 0 ? '' : '-end'}`, words }];
  });

/** The keys of the recordings that say an amount. @param words as `numberWords` says it, without đồng */
export const amountHeard = (words: string): string[] => [...piecesOf(words), 'so-dong'];

const bySaid = new Map(numberPieces.map(({ says, key }) => [says, key]));

function piecesOf(words: string): string[] {
  return words.split(/ (?!mươi)/).map((piece) => {
    const key = bySaid.get(piece);
    if (key === undefined) throw new Error(`No piece of a number says ${piece}`);
    return key;
  });
}
