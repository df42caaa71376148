import { type Response, Router } from 'express';
import { actorOf, everybody, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { problemSentence } from '../http/problem.ts';
import { render } from '../http/views.ts';
import { pick } from '../language.ts';
import { calibrationPdf } from '../press/calibration.ts';
import { symbolOf } from '../press/qr.ts';
import { labelSvg } from '../press/svg.ts';
import { labelUrl } from '../provenance/digital-link.ts';
import type { Services } from '../services.ts';
import { chosenPrinter, lastCalibration } from './calibrations.ts';
import { getStockFor } from './own-stocks.ts';
import { titleOf } from './print-view.ts';
import { drawingFor, readFolders, rereadTemplate, type TemplateFolder } from './templates.ts';

/** The templates with their samples (`/mau-nhan`), read afresh so that whoever changes one sees it; and test pages for printers. */
export const galleryPages = (services: Services): Router =>
  Router()
    .get('/mau-nhan', requireRole(...everybody), (_request, response) => {
      const templates = readFolders().map((folder) => presentFolder(folder, response));
      render(response, 'labels/gallery', { templates });
    })
    .get('/mau-nhan/:template.svg', requireRole(...everybody), (request, response) => {
      const template = rereadTemplate(String(request.params.template));
      const units = template.serials !== 'batch';
      const drawing = drawingFor(template, template.sample, {
        kind: template.kinds?.[0] ?? '',
        units,
        black: false,
        sample: true,
      });
      const url = labelUrl(services.config.publicUrl, template.sample.code, units ? '00000000' : null);
      response.setHeader('Cache-Control', 'no-store');
      response.type('image/svg+xml').send(labelSvg(drawing, { serial: '00000000', symbol: symbolOf(url) }));
    })
    .get('/nhan/can-chinh/:stock.pdf', requireRole(...everybody), async (request, response) => {
      const actor = actorOf(request);
      const stock = await getStockFor(actor, String(request.params.stock));
      const wanted = request.query.printer;
      const { printer } = await chosenPrinter(actor, typeof wanted === 'string' ? wanted : undefined);
      const kept = await lastCalibration(actor, stock.id, printer);
      response.setHeader('Content-Disposition', `inline; filename="can-chinh-${stock.id}.pdf"`);
      const page = { stock: titleOf(stock), printer: printer.name, kept };
      response.type('application/pdf').send(await calibrationPdf(stock, page));
    });

function presentFolder(folder: TemplateFolder, response: Response) {
  const { language } = localsOf(response);
  return folder.template
    ? {
        name: pick(folder.template.name, language),
        purpose: pick(folder.template.purpose, language),
        picture: `/mau-nhan/${folder.id}.svg`,
        fields: folder.template.fields,
        problem: null,
      }
    : { name: folder.id, problem: problemSentence(folder.problem, response) };
}
