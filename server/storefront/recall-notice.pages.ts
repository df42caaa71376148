import { Router } from 'express';
import { missing } from '../errors.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { noticeWithLots } from './recall-notices.ts';

const aPage = 100;

/** `/thong-bao-thu-hoi/{id}`: every lot that a recall reaches, for whoever has something at home. */
export function recallNoticePages(): Router {
  const router = Router();
  router.get('/thong-bao-thu-hoi/:id', async (request, response) => {
    const { language } = localsOf(response);
    const { id } = request.params;
    const notice = await noticeWithLots(id, language);
    if (notice === null) throw missing('recall-not-found');
    const asked = typeof request.query.trang === 'string' ? Number(request.query.trang) : 1;
    const last = Math.max(1, Math.ceil(notice.lots.length / aPage));
    const page = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), last) : 1;
    const address = (to: number) => `/thong-bao-thu-hoi/${id}?trang=${to}`;
    render(
      response,
      'storefront/recall-notice',
      {
        notice: { ...notice, lots: notice.lots.slice((page - 1) * aPage, page * aPage) },
        previousUrl: page > 1 ? address(page - 1) : null,
        nextUrl: page < last ? address(page + 1) : null,
      },
      { title: sentence(language, 'storefront.recall-notice.title') },
    );
  });
  return router;
}
