import type { Router } from 'express';
import { nothing } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { everybody } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { pinAgain } from '../identity/pin-again.ts';
import { type Language, pick } from '../language.ts';
import { moduleLimits } from '../press/qr.ts';
import type { Services } from '../services.ts';
import { getLabelRun, type LabelRun, mostPictures, resumeLabelRuns, voidLabelRun } from './label-runs.ts';
import { readOwnStockId } from './own-stock.ts';
import { titleOf } from './print-view.ts';
import { getTemplate } from './templates.ts';

/** One run of labels (`/nhan/{runId}`): how far it is, its files, and voiding it. Without script it looks again every 2 seconds. */
export const runPages = (services: Services): Router =>
  formPage({
    path: '/nhan/:run',
    pinAgain,
    who: everybody,
    schema: nothing,
    view: 'labels/run',
    shown: async ({ actor, params, language, response, at }) => {
      const run = await getLabelRun(actor, params.run ?? '');
      const busy = run.state === 'queued' || run.state === 'printing';
      if (busy) {
        response.setHeader('Refresh', '2');
        void resumeLabelRuns(services.config, at).catch(() => {});
      }
      const { stock } = run;
      return {
        run: { ...presentRun(run, language), busy },
        back: actor.role === 'officer' ? `/lo/${run.parts[0]?.batchCode}` : againPath(run),
        template: pick(getTemplate(run.template).name, language),
        stock: titleOf(stock),
        roll: stock.kind === 'roll',
        mostPictures,
        own: actor.role !== 'officer',
      };
    },
    submit: async ({ actor, params, at }) => `/nhan/${(await voidLabelRun(actor, params.run ?? '', at)).id}`,
  });

const looks: Record<LabelRun['state'], 'done' | 'wait' | 'stop'> = {
  queued: 'wait',
  printing: 'wait',
  ready: 'done',
  failed: 'stop',
  voided: 'stop',
};

const presentRun = (run: LabelRun, language: Language) => ({
  ...run,
  isReady: run.state === 'ready',
  isFailed: run.state === 'failed',
  isVoided: run.state === 'voided',
  look: looks[run.state],
  parts: run.parts.map((part) => ({ ...part, repeats: part.copies > 1 })),
  answered: run.answered.map(({ question, facts }) => ({
    sentence: sentence(language, `labels.run.answers.${question}`, facts),
  })),
  percent: run.total === 0 ? 0 : Math.floor((100 * run.done) / run.total),
  base: `/api/v1/label-runs/${run.id}`,
  pictures: run.total <= mostPictures,
  small: run.moduleMm < moduleLimits.warnMm,
});

// One's own paper may have been taken away meanwhile: then it is chosen anew.
function againPath(run: LabelRun): string {
  const form = `/lo/${run.parts[0]?.batchCode}/nhan?template=${run.template}`;
  return readOwnStockId(run.stockId) === null ? `${form}&stock=${run.stockId}` : form;
}
