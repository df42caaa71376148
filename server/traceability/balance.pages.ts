import type { Router } from 'express';
import { unitName } from '../catalog/profiles.ts';
import { formPage } from '../http/form-page.ts';
import { everybody } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { mayActFor } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import { type Balance, type BalanceLine, balanceOf } from './balance.ts';
import { answerBalance } from './balance-answers.ts';
import { getBatch } from './batches.ts';
import { BalanceAnswer } from './genealogy.schemas.ts';

/** `/lo/{code}/can-doi`: what went into a batch and what became of it; where it asks, its seller answers with a sentence. */
export const balancePages = (): Router =>
  formPage({
    path: '/lo/:code/can-doi',
    who: everybody,
    view: 'traceability/balance',
    schema: BalanceAnswer,
    load: async ({ actor, params }) => {
      const { code, lot, sellerId } = await getBatch(actor, params.code ?? '');
      return { code, lot, sellerId };
    },
    shown: async ({ actor, language }, { code, sellerId }) => {
      const balance = await balanceOf(actor, code);
      return {
        balance,
        rows: rowsOf(balance, language),
        share: shareOf(balance),
        mayAnswer: balance.verdict !== 'even' && (await mayActFor(actor, sellerId)),
      };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'traceability.balance.title') }),
    submit: async ({ actor, body, at, requestId }, { code }) => {
      await answerBalance(actor, code, { ...body, requestId }, at);
      return `/lo/${code}/can-doi`;
    },
  });

function rowsOf(balance: Balance, language: Language) {
  const unit = pick(unitName(balance.unit), language);
  const sum = (lines: readonly BalanceLine[]) => lines.reduce((all, { value }) => all + (value ?? 0), 0);
  const values = {
    in: sum(balance.in),
    made: balance.made,
    ...(balance.beside.length > 0 ? { beside: sum(balance.beside) } : {}),
    packed: balance.packed,
    used: sum(balance.usedBy),
    'written-off': balance.writtenOff,
    left: balance.left,
  };
  return Object.entries(values).map(([key, value]) => ({ key, amount: { value, unit } }));
}

const percent = (part: number): number => Math.round(part * 1000) / 10;

/** Null where one of the stages has none that people could look up. */
const sourceText = (source: string): string | null => (source.includes('[unsourced]') ? null : source);

function shareOf({ yield: share }: Balance) {
  if (share === null) return null;
  const { ratio, expected } = share;
  return {
    percent: percent(ratio),
    expected: expected && {
      ...expected,
      source: sourceText(expected.source),
      least: percent(expected.least),
      most: percent(expected.most),
    },
  };
}
