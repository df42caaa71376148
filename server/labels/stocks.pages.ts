import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { formatNumber } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import type { Language } from '../language.ts';
import { checkStock, perPage, type Stock } from '../press/stock.ts';
import { stockSvg } from '../press/stock-drawing.ts';
import { OwnStockForm, StockButtonForm } from './labels.schemas.ts';
import { papers } from './own-stock.ts';
import { addOwnStock, getStockFor, listOwnStocks, removeOwnStock } from './own-stocks.ts';

/** Papers that people have measured themselves (`/nhan/giay`), each with a drawing that shows its millimetres. */
export const stocksPages = (): Router => Router().use(drawings()).use(listPage()).use(addPage());

const drawings = (): Router =>
  Router().get('/nhan/giay/:stock.svg', requireRole(...sellers), async (request, response) => {
    const stock = await getStockFor(actorOf(request), String(request.params.stock));
    response.setHeader('Cache-Control', 'private, max-age=3600');
    response.type('image/svg+xml').send(stockSvg(stock, localsOf(response).language));
  });

const listPage = (): Router =>
  formPage({
    path: '/nhan/giay',
    who: sellers,
    view: 'labels/stocks',
    schema: StockButtonForm,
    shown: async ({ actor, language }) => ({ stocks: await rowsFor(actor, language) }),
    render: (_data, { language }) => ({ title: sentence(language, 'labels.stocks.title') }),
    submit: async ({ actor, body }) => {
      await removeOwnStock(actor, body.stock);
      return '/nhan/giay';
    },
  });

const rowsFor = async (actor: Actor, language: Language) =>
  (await listOwnStocks(actor)).map(({ stock, own }) => ({
    id: stock.id,
    name: stock.brand,
    picture: `/nhan/giay/${stock.id}.svg`,
    size: `${formatNumber(stock.label.width, language)} × ${formatNumber(stock.label.height, language)} mm`,
    cells: perPage(stock),
    roll: stock.kind === 'roll',
    lopsided: isLopsided(stock),
    own,
  }));

// What a roll leaves on both sides is known only of the carrier, and that is reckoned from the left margin.
function isLopsided(stock: Stock): boolean {
  const { symmetricX, symmetricY } = checkStock(stock);
  return stock.kind === 'sheet' && !(symmetricX && symmetricY);
}

const addPage = (): Router =>
  formPage({
    path: '/nhan/giay/moi',
    who: sellers,
    view: 'labels/add-stock',
    schema: OwnStockForm,
    shown: async ({ language }) => ({
      papers: papers.map((paper) => ({ value: paper, title: sentence(language, `labels.stocks.papers.${paper}`) })),
      defaults: { paper: 'A4', columns: 3, rows: 8, marginLeft: 0, marginTop: 0, gapX: 0, gapY: 0 },
    }),
    render: (_data, { language }) => ({ title: sentence(language, 'labels.stocks.add') }),
    submit: async ({ actor, body, at, requestId }) => {
      await addOwnStock(actor, body, requestId, at);
      return '/nhan/giay';
    },
  });
