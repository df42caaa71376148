import { createHash } from 'node:crypto';
import type { Actor } from '../actor.ts';
import { listProducts } from '../catalog/products.ts';
import { conflict } from '../errors.ts';
import { readOwnPhone } from '../identity/phone.ts';
import { type ListedHousehold, phonesTaken, takeBackHousehold, takeInHousehold } from '../identity/taking-in.ts';
import { addPlot, plotsOfSeller, takeBackPlots, type WantedPlot } from '../plots/plots.ts';
import { readName, readText } from '../reading/text.ts';
import type { ImportRecord, Made } from './import.ts';
import { type Line, linesOf, type Plan, type SheetMistake } from './lines.ts';
import { plotIdOf, readPlot } from './plots.ts';

/**
 * What a list of households would make, and what is wrong in it: each number once, and nobody's who signs in already. A household
 * named again tells of one more plot.
 */
export async function planHouseholds(actor: Actor, sheet: ImportRecord, at: Date): Promise<Plan> {
  const mistakes: SheetMistake[] = [];
  const read = linesOf(sheet, mistakes).map((line) => ({
    line,
    wanted: readLine(line, idOf(sheet, line.line)),
    plot: readPlot(line),
  }));
  const taken = await phonesTaken(read.flatMap(({ wanted }) => wanted?.phone ?? []));
  const firsts = new Map<string, Read>();
  const planned = read.flatMap((one) => {
    const work = workOf(one, { firsts, taken });
    return work?.isWhole ? [{ line: one.line.line, make: () => make(actor, work, at) }] : [];
  });
  return { planned, mistakes };
}

interface Read {
  line: Line;
  wanted: ListedHousehold | null;
  plot: WantedPlot | null;
}

/** What one line adds: a household, or one more plot of a household that stood above. */
function workOf(one: Read, known: { firsts: Map<string, Read>; taken: Map<string, string> }): Work | null {
  const { line, wanted, plot } = one;
  if (!wanted) return null;
  const first = known.firsts.get(wanted.phone) ?? one;
  known.firsts.set(wanted.phone, first);
  const household = first.wanted ?? wanted;
  const isFirst = first === one;
  if (!isFirst && (plot === null || household.name !== wanted.name))
    line.fail('phone', 'phone-twice', { line: first.line.line });
  else if ((known.taken.get(wanted.phone) ?? household.id) !== household.id) line.fail('phone', 'phone-of-another');
  return { household, plot, line: line.line, isFirst, isWhole: line.isRight() && first.line.isRight() };
}

/** The same id for a line however often it is run: what was cut off is found again. */
const idOf = ({ _id }: ImportRecord, line: number): string =>
  createHash('sha256').update(`${_id} ${line}`).digest('hex').slice(0, 24);

function readLine(line: Line, id: string): ListedHousehold | null {
  const name = line.read('name', readName);
  const village = line.read('village', readName);
  const phone = line.read('phone', (text) => readOwnPhone(withZero(text)));
  const person = line.read('person', readName) ?? name;
  const people = line.read('people', readText) ?? null;
  if (name === undefined || village === undefined || phone === undefined || person === undefined) return null;
  return { id, name, village, phone, person, people };
}

// A spreadsheet that took the number for one has lost its zero: nine digits can be nothing else.
const withZero = (text: string): string => (/^[35789]\d{8}$/.test(text) ? `0${text}` : text);

interface Work {
  household: ListedHousehold;
  plot: WantedPlot | null;
  line: number;
  /** Of the lines about this household: the one that makes it. */
  isFirst: boolean;
  /** Nothing wrong in it, nor in the line that makes the household. */
  isWhole: boolean;
}

const aPlot = 'plot ';

/** @returns the household's id, or of a line that only tells of one more plot the plot's */
async function make(actor: Actor, { household, plot, line, isFirst }: Work, at: Date): Promise<string> {
  const { id } = household;
  if (isFirst) await takeInHousehold(actor, household, at);
  const plotId = plotIdOf(id, line);
  if (plot) await addPlot(actor, id, plot, { at, id: plotId });
  return isFirst ? id : `${aPlot}${plotId}`;
}

/** @throws conflict('household-in-use'), also where plots were added since */
export async function unmakeHousehold(actor: Actor, { id, line }: Made): Promise<void> {
  if (id.startsWith(aPlot)) return takeBackPlots(actor, [id.slice(aPlot.length)]);
  if ((await listProducts({ sellerIds: [id], limit: 1 })).length > 0) throw conflict('household-in-use');
  const plotId = plotIdOf(id, line);
  if ((await plotsOfSeller(id)).some((plot) => plot.id !== plotId)) throw conflict('household-in-use');
  await takeBackHousehold(actor, id, () => takeBackPlots(actor, [plotId]));
}
