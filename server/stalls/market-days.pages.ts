import { Router } from 'express';
import { dayOf } from '../format.ts';
import { render } from '../http/views.ts';
import type { Services } from '../services.ts';
import { listMarketDays } from './market-days.ts';

/** `/quay`: which stalls stand where and when, and what they sell, for everybody. */
export const marketDayPages = ({ now, config }: Services): Router =>
  Router().get('/quay', async (_request, response) => {
    const head = { url: `${config.publicUrl}/quay` };
    render(response, 'stalls/market-days', { days: await listMarketDays(dayOf(now())) }, { head });
  });
