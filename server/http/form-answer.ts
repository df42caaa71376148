import type { Request } from 'express';
import { invalid, type Mistake } from '../errors.ts';
import { fieldOf } from './form-data.ts';

/** What a person is asked about a field: each answer is a button that sends the form with it, all else as it was typed. */
export interface Asked {
  answers: { shown: string; sends: string }[];
  /** What a tick beside the question sends: it answers for what was asked here, and for nothing that is changed afterwards. */
  tick: string;
}

/** Both readings of what was typed into the field that a mistake names; none where nothing is asked. */
export function answersTo({ pointer, code, facts = {} }: Mistake): Asked {
  const both = code === 'two-readings' ? [facts.first, facts.second].map(String) : [];
  const answers = both.map((shown) => ({ shown, sends: `${fieldOf(pointer)}=${shown}` }));
  return { answers, tick: String(facts.tick ?? 'yes') };
}

/**
 * Puts an answer that was pressed into its field, before anything is read.
 * A form whose photos could not be kept is shown once more, with the answer in it, and not sent without them.
 * @throws invalid('answer-taken')
 */
export function takeAnswer(request: Request): void {
  const fields = (request.body ?? {}) as Record<string, unknown>;
  const hasLost = fields._lost !== undefined;
  const [, field, value] =
    typeof fields._answer === 'string' ? (/^([\w.-]{1,100})=(.{1,100})$/.exec(fields._answer) ?? []) : [];
  delete fields._answer;
  if (field === undefined || value === undefined || typeof fields[field] !== 'string') return;
  fields[field] = value;
  if (hasLost) throw invalid('answer-taken', { value });
}
