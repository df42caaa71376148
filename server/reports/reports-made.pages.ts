import { type Response, Router } from 'express';
import { z } from 'zod';
import { dayOf } from '../format.ts';
import { day, lines, nothing, optionalText, text } from '../http/fields.ts';
import { theFile } from '../http/form-data.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { parse } from '../http/mistakes.ts';
import { sendPrivately } from '../http/private-answer.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { askedQuery, readAsked } from './asked.ts';
import { indicatorTable } from './indicator-tables.pages.ts';
import { countIndicators } from './indicators.ts';
import { getReportSettings, setReportSettings } from './report-settings.ts';
import { paragraphsOf, placeholders } from './report-text.ts';
import { IndicatorsAsked } from './reports.schemas.ts';
import { getReport, listReports, saveReport, takeTemplate, templateBook, templateInForce } from './reports.ts';

const who = ['officer'] as const;
const path = '/bao-cao';
const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const ReportForm = z.strictObject({
  number: optionalText(20),
  day,
  doan_2: lines(5000),
  doan_3: lines(5000),
});

const SettingsForm = z.strictObject({
  commune: text(60),
  place: text(60),
  recipients: lines(2000),
  signature: lines(500),
  signer: optionalText(80),
});

/** Answers with a document as a file. `name` is the file's name without ending, in plain letters. */
export function sendDocx(response: Response, name: string, bytes: Buffer): void {
  sendPrivately(response.attachment(`${name}.docx`), { type: docxType, bytes });
}

/** `/bao-cao`: the monthly report, made, kept, and its template. */
export function madeReportPages(services: Services): Router {
  return Router().use(list(), making(services), settings(), template(), saved());
}

const list = (): Router =>
  Router().get(path, requireRole(...who), async (request, response) => {
    render(response, 'reports/reports', { reports: await listReports(actorOf(request)) });
  });

function making({ now }: Services): Router {
  return formPage({
    path: `${path}/moi`,
    who,
    schema: ReportForm,
    view: 'reports/make-report',
    load: async ({ request, at }) => {
      const words = parse(IndicatorsAsked, { ...request.query }, at);
      const { period } = await readAsked(words, at);
      const report = await countIndicators(period, {}, now());
      return {
        report,
        period,
        query: askedQuery(period, {}),
        defaults: { ...paragraphsOf(report), day: dayOf(at), number: '' },
      };
    },
    submit: async ({ actor, body }, { report }) => {
      const { number = '', day: on, ...paragraphs } = body;
      return `${path}/${await saveReport(actor, report, { number, day: on, paragraphs }, indicatorTable(report, 'vi'))}`;
    },
  });
}

const asLines = (typed: string): string[] =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

const settings = (): Router =>
  formPage({
    path: `${path}/cai-dat`,
    who,
    schema: SettingsForm,
    view: 'reports/report-settings',
    shown: async ({ query }) => {
      const { recipients, signature, history, ...rest } = await getReportSettings();
      const defaults = { ...rest, recipients: recipients.join('\n'), signature: signature.join('\n') };
      return { saved: query['da-luu'] === '1', history: history.toReversed().slice(0, 10), defaults };
    },
    submit: async ({ actor, body, at }) => {
      const { recipients, signature, signer = '', ...rest } = body;
      const kept = { ...rest, signer, recipients: asLines(recipients), signature: asLines(signature) };
      await setReportSettings(actor, kept, at);
      return `${path}/cai-dat?da-luu=1`;
    },
  });

const template = (): Router =>
  Router()
    .get(`${path}/mau.docx`, requireRole(...who), async (_request, response) => {
      sendDocx(response, 'mau-bao-cao', await templateInForce());
    })
    .use(
      formPage({
        path: `${path}/mau`,
        who,
        schema: nothing,
        photos: { file: 1 },
        view: 'reports/report-template',
        shown: async ({ query }) => ({
          saved: query['da-luu'] === '1',
          book: await templateBook(),
          names: placeholders.map((name) => `{${name}}`),
        }),
        submit: async ({ actor, files, at }) => {
          await takeTemplate(actor, theFile(files).bytes, at);
          return `${path}/mau?da-luu=1`;
        },
      }),
    );

function saved(): Router {
  const router = Router();
  const nameOf = ({ from, to }: { from: string; to: string }) => `bao-cao-${from}-${to}`;
  router.get(`${path}/:id.docx`, requireRole(...who), async (request, response) => {
    const report = await getReport(actorOf(request), String(request.params.id));
    sendDocx(response, nameOf(report), report.docx);
  });
  for (const ending of tableEndings)
    router.get(`${path}/:id.${ending}`, requireRole(...who), async (request, response) => {
      const report = await getReport(actorOf(request), String(request.params.id));
      await sendTable(response, ending, nameOf(report), report.table);
    });
  return router.get(`${path}/:id`, requireRole(...who), async (request, response) => {
    const { docx: _, table, ...report } = await getReport(actorOf(request), String(request.params.id));
    const [head = [], ...rows] = table;
    const endings = ['docx', ...tableEndings];
    const files = endings.map((ending) => ({ ending, url: `${path}/${report.id}.${ending}` }));
    render(response, 'reports/report', {
      report,
      head: head.slice(1, 6),
      rows: rows.map((row) => row.slice(1, 6)),
      files,
    });
  });
}
