import { type Request, Router } from 'express';
import { z } from 'zod';
import { goodsFigures } from '../catalog/goods-figures.ts';
import { getProduct } from '../catalog/products.ts';
import { dayOf, formatDay } from '../format.ts';
import { optionalText } from '../http/fields.ts';
import { formPage } from '../http/form-page.ts';
import { requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { sendTable, tableEndings } from '../http/tables.ts';
import { render } from '../http/views.ts';
import { listSellers } from '../identity/sellers.ts';
import { type Language, pick } from '../language.ts';
import type { Services } from '../services.ts';
import type { Cell, Rows } from '../tables.ts';
import { calendarMonth, monthsBefore, type Period } from './period.ts';
import { chooseTaxGroup, taxChoices } from './tax-choices.ts';
import { type TaxGroupId, taxGroup, taxGroupIds, taxGroups, taxGroupsAsOf } from './tax-group.ts';
import { type WithholdingLine, withholdingList } from './withholding.ts';

const path = '/thue-khau-tru';
const officers = requireRole('officer');

/** `/thue-khau-tru?thang=2026-11`: what a platform that withholds lists each month, and of which group each product is. */
export function withholdingPages({ now }: Services): Router {
  const router = Router().use(choosing());
  router.get(path, officers, async (request, response) => {
    const { language } = localsOf(response);
    const month = monthOf(request, now());
    const list = await withholdingList(month);
    const told = month.from.slice(0, 7);
    render(response, 'reports/withholding', {
      months: monthChoices(told, now()),
      lines: list.map((line) => ({ ...line, groupName: groupName(line.group, language), sumVnd: sumOf(line) })),
      isUnsettled: list.some(({ group }) => group === null),
      files: ['', '-don'].flatMap((kind) =>
        tableEndings.map((ending) => ({ ending, kind, url: `${path}${kind}.${ending}?thang=${told}` })),
      ),
      products: await productsFor(language),
      asOf: taxGroupsAsOf,
    });
  });
  for (const ending of tableEndings) {
    const file = (name: string, rowsOf: (list: WithholdingLine[]) => Rows) =>
      router.get(`${path}${name}.${ending}`, officers, async (request, response) => {
        const month = monthOf(request, now());
        const rows = rowsOf(await withholdingList(month));
        await sendTable(response, ending, `bang-ke${name}-${month.from.slice(0, 7)}`, rows);
      });
    file('', listRows);
    file('-don', orderRows);
  }
  return router;
}

const ChooseGroup = z.strictObject({ group: z.enum(taxGroupIds, 'required'), reason: optionalText(300) });

const choosing = (): Router =>
  formPage({
    path: `${path}/nhom/:product`,
    who: ['officer'],
    schema: ChooseGroup,
    view: 'reports/tax-group',
    load: async ({ params }) => ({ goods: await getProduct(params.product ?? '') }),
    shown: async ({ language }, { goods }) => {
      const choice = (await taxChoices()).get(goods.id) ?? null;
      return {
        productName: goods.name,
        choice: choice && { ...choice, groupName: groupName(choice.group, language) },
        groups: taxGroups.map(({ id, name, vatPercent, pitPercent }) => ({
          value: id,
          title: pick(name, language),
          hint: id === 'exempt' ? null : sentence(language, 'reports.tax.rates', { vat: vatPercent, pit: pitPercent }),
        })),
        defaults: { group: choice?.group, reason: choice?.reason },
      };
    },
    submit: async ({ actor, body, at }, { goods }) => {
      await chooseTaxGroup(actor, { productId: goods.id, group: body.group, reason: body.reason ?? null }, at);
      return path;
    },
  });

/** The asked month, else the last that is whole. */
function monthOf({ query }: Request, at: Date): Period {
  const asked = typeof query.thang === 'string' && /^20\d\d-(0[1-9]|1[0-2])$/.test(query.thang) ? query.thang : null;
  return calendarMonth(asked === null ? monthsBefore(dayOf(at), 1) : `${asked}-01`);
}

const monthsBack = 24;

/** The last two years, the latest month first, and the one that is shown where it is none of them; said as people say months. */
function monthChoices(shown: string, at: Date) {
  const last = Array.from({ length: monthsBack + 1 }, (_, back) => monthsBefore(dayOf(at), back).slice(0, 7));
  return [...new Set([...last, shown])].map((value) => ({
    value,
    title: formatDay(value),
    chosen: value === shown,
  }));
}

async function productsFor(language: Language) {
  const [goods, choices, sellers] = await Promise.all([goodsFigures(), taxChoices(), listSellers()]);
  const households = new Map(sellers.filter(({ kind }) => kind === 'household').map(({ id, name }) => [id, name]));
  return goods
    .filter(({ sellerId }) => households.has(sellerId))
    .map(({ id, name, sellerId }) => {
      const choice = choices.get(id);
      return {
        name,
        seller: households.get(sellerId),
        group: choice ? groupName(choice.group, language) : null,
        reason: choice?.reason ?? null,
        url: `${path}/nhom/${id}`,
      };
    });
}

const groupName = (id: TaxGroupId | null, language: Language): string => {
  const group = id && taxGroup(id);
  return group ? pick(group.name, language) : sentence(language, 'reports.tax.none');
};

const sumOf = ({ vatVnd, pitVnd }: WithholdingLine): number | null =>
  vatVnd === null || pitVnd === null ? null : vatVnd + pitVnd;

// Columns 01 to 12 of the form; it is filed in Vietnamese whatever language the officer reads.
const headings = [
  'STT',
  'Tên sàn',
  'Mã người bán trên sàn',
  'Tên gian hàng',
  'Tên hộ, họ tên cá nhân kinh doanh',
  'Mã số thuế hoặc số định danh',
  'Cá nhân không cư trú',
  'Nhóm ngành nghề',
  'Doanh thu (đồng)',
  'Thuế GTGT khấu trừ (đồng)',
  'Thuế TNCN khấu trừ (đồng)',
  'Tổng thuế khấu trừ (đồng)',
];

const listRows = (list: WithholdingLine[]): Rows => [
  headings,
  ...list.map((line, place): Cell[] => [
    place + 1,
    'Chợ Bình Lư',
    line.seller.slug,
    line.seller.name,
    line.seller.name,
    line.taxCode,
    '0',
    groupName(line.group, 'vi'),
    line.revenueVnd,
    line.vatVnd,
    line.pitVnd,
    sumOf(line),
  ]),
  ...taxGroups.flatMap(({ id, name }) =>
    totalRow(
      list.filter(({ group }) => group === id),
      pick(name, 'vi'),
    ),
  ),
];

function totalRow(lines: readonly WithholdingLine[], name: string): Cell[][] {
  if (lines.length === 0) return [];
  const sum = (of: (line: WithholdingLine) => number | null) =>
    lines.reduce((total, line) => total + (of(line) ?? 0), 0);
  const sums = [sum((one) => one.revenueVnd), sum((one) => one.vatVnd), sum((one) => one.pitVnd), sum(sumOf)];
  return [['', 'Tổng cộng', '', '', '', '', '', name, ...sums]];
}

const orderRows = (list: WithholdingLine[]): Rows => [
  ['Mã người bán', 'Người bán', 'Nhóm ngành nghề', 'Số đơn', 'Ngày giao hoặc ngày trả lại', 'Số tiền (đồng)'],
  ...list.flatMap(({ seller, group, orders }) =>
    orders.map(({ number, at, amountVnd }): Cell[] => [
      seller.slug,
      seller.name,
      groupName(group, 'vi'),
      number,
      { day: dayOf(at) },
      amountVnd,
    ]),
  ),
];
