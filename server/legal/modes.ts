import { type Model, model, Schema } from 'mongoose';
import type { Actor } from '../actor.ts';
import { upsert } from '../database/upsert.ts';
import { conflict, forbidden, OperatorError } from '../errors.ts';
import { dayOf } from '../format.ts';
import { requireFresh } from '../identity/accounts.ts';
import { type Mode, type Operator, rulesOf, setPlatform } from '../platform.ts';
import { tellChange } from '../told-changes.ts';
import { confirmedOn, holding, versionsOf } from './published.ts';
import { sensitiveChoice } from './sensitive.ts';

interface ModeRecord {
  _id: 'mode';
  mode: Mode | null;
  /** who chose which, the oldest first */
  history: { at: Date; by: string; mode: Mode }[];
}

const ModeModel: Model<ModeRecord> = model<ModeRecord>(
  'PlatformMode',
  new Schema<ModeRecord>(
    {
      _id: { type: String, required: true },
      mode: { type: String, default: null },
      history: [{ _id: false, at: Date, by: String, mode: String }],
    },
    { versionKey: false, strict: 'throw' },
  ),
  'platform_mode',
);

/** The mode that was chosen on the officer's page, and the book of who chose. */
export async function chosenMode(): Promise<Pick<ModeRecord, 'mode' | 'history'>> {
  const record = await ModeModel.findById('mode').lean<ModeRecord>();
  return { mode: record?.mode ?? null, history: record?.history ?? [] };
}

/** What a mode still lacks: ids of groups that nobody confirmed. */
export async function lackingFor(mode: Mode, day: string): Promise<string[]> {
  const confirmed = await confirmedOn(day);
  return rulesOf(mode).needs.filter((id) => !confirmed.has(id));
}

/** Where it runs: in production nothing opens with facts missing, and the environment's mode wins over the page's. */
export interface Where {
  production: boolean;
  platformMode: Mode | null;
}

/**
 * An officer chooses as what the market is run.
 * @throws forbidden('not-for-your-role'), forbidden('pin-needed'), conflict('mode-is-set') where the environment decides,
 *   conflict('mode-lacks-facts') in production
 */
export async function chooseMode(actor: Actor, mode: Mode, where: Where, at: Date): Promise<void> {
  if (actor.role !== 'officer') throw forbidden('not-for-your-role');
  requireFresh(actor, at);
  if (where.platformMode !== null) throw conflict('mode-is-set');
  if (where.production && (await lackingFor(mode, dayOf(at))).length > 0) throw conflict('mode-lacks-facts');
  const history = { at, by: actor.name, mode };
  const { mode: from } = await chosenMode();
  await upsert(() => ModeModel.updateOne({ _id: 'mode' }, { $set: { mode }, $push: { history } }, { upsert: true }));
  await readPlatform(where, at);
  tellChange(actor, { what: 'mode', from, to: mode, as: 'word' });
}

/** Reads as what the market is run and by whom, for this process. */
export async function readPlatform(where: Where, at: Date): Promise<void> {
  const [mode, versions, { isRefused: refusesSensitive }] = await Promise.all([
    modeIn(where),
    versionsOf({ id: 'operator' }),
    sensitiveChoice(),
  ]);
  setPlatform({ refusesSensitive, mode, operator: operatorIn(holding(versions, dayOf(at)).now?.facts) });
}

const modeIn = async ({ platformMode }: Where): Promise<Mode | null> => platformMode ?? (await chosenMode()).mode;

function operatorIn(facts: Record<string, string> | undefined): Operator | null {
  if (!facts) return null;
  const { name = '', responsible = '', phone = '', email = '' } = facts;
  return { name, responsible, phone, email };
}

/** The market may not open as it is set up; the message names all that is missing. */
export class ModeLacks extends OperatorError {}

/** @throws ModeLacks in production, naming each fact that the mode needs and nobody confirmed */
export async function requireFacts(where: Where, at: Date): Promise<void> {
  const mode = await modeIn(where);
  if (!where.production || mode === null) return;
  const facts = await lackingFor(mode, dayOf(at));
  if (facts.length === 0) return;
  // Facts are confirmed on pages, which nobody reaches in a market that does not start.
  const way = where.platformMode === null ? 'start with PLATFORM_MODE=showcase' : 'start without PLATFORM_MODE';
  throw new ModeLacks(
    `The market may not open as “${mode}” (${way}, confirm them, then choose it): not confirmed under /phap-ly: ${facts.join(', ')}`,
  );
}

const askAgainMs = 1000;

/**
 * Keeps this process told as what the market is run: whatever was chosen in another holds here within a second.
 * @returns ends the asking
 */
export async function followPlatform(
  where: Where,
  now: () => Date,
  onFailure: (error: unknown) => void,
): Promise<() => Promise<void>> {
  await readPlatform(where, now());
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    // While the database keeps one waiting, no more pile up behind it.
    running ??= readPlatform(where, now())
      .catch(onFailure)
      .finally(() => {
        running = null;
      });
  }, askAgainMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
