import { Router } from 'express';
import { dayOf } from '../format.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { listMarketDays } from './market-days.ts';

/** `/quay`: which stalls stand where and when, for everybody. */
export const marketDayPages = ({ now, config }: Services): Router =>
  Router().get('/quay', async (_request, response) => {
    // Sunday is 0 to JavaScript and 7 here.
    const today = new Date(`${dayOf(now())}T00:00:00Z`).getUTCDay() || 7;
    const head = { url: `${config.publicUrl}/quay` };
    render(response, 'stalls/market-days', { days: await listMarketDays(today) }, { head });
  });
