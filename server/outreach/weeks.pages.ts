import { Router } from 'express';
import { z } from 'zod';
import { daysAfter } from '../days.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { type Language, localeOf } from '../language.ts';
import { WeekPostForm } from './outreach.schemas.ts';
import { postWords } from './posts.pages.ts';
import { decideWeekPost, mondayOf, weekPlan } from './weeks.ts';

const path = '/binh-lu-digital/ke-hoach';

/** `/binh-lu-digital/ke-hoach?tuan=2026-11-30`: seven days of the commune's page, each with a post that is ready. */
export const weekPages = (): Router =>
  Router().use(
    formPage({
      path,
      who: ['officer'],
      schema: WeekPostForm,
      view: 'outreach/week',
      shown: async ({ actor, at, language, query }) => {
        const asked = z.iso.date().safeParse(query.tuan);
        const week = mondayOf(asked.success ? asked.data : dayOf(at));
        const { days, posts, dropped } = await weekPlan(actor, week, { at, words: postWords });
        const options = days.map((day) => ({ value: day, title: dayName(day, language) }));
        return {
          week,
          days: days.map((day) => ({
            day,
            title: dayName(day, language),
            posts: posts
              .filter((one) => one.day === day)
              .map((one) => ({
                ...shownPost(one, language),
                isPosted: one.state === 'posted',
                options: options.map((option) => ({ ...option, isChosen: option.value === day })),
              })),
          })),
          dropped: dropped.map((one) => shownPost(one, language)),
          before: `${path}?tuan=${daysAfter(week, -7)}`,
          after: `${path}?tuan=${daysAfter(week, 7)}`,
        };
      },
      render: (_data, { language }) => ({ title: sentence(language, 'outreach.week.title') }),
      submit: async ({ actor, body, at }) => {
        const { week, occasion, product: productId, day, do: state } = body;
        await decideWeekPost(actor, { week, occasion, productId, day, state }, at);
        return `${path}?tuan=${week}`;
      },
    }),
  );

const dayName = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    weekday: 'long',
    day: '2-digit',
    month: '2-digit',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));

const shownPost = <T extends { occasion: string; productId: string }>(one: T, language: Language) => ({
  ...one,
  title: sentence(language, `outreach.post.occasions.${one.occasion}`),
  url: `/hang-cua-toi/${one.productId}/bai-dang/${one.occasion}/facebook`,
});
