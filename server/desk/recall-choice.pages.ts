import { type Request, Router } from 'express';
import type { Actor } from '../actor.ts';
import { invalid } from '../errors.ts';
import { formatDay } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { actorOf, requireRole } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { parse } from '../http/mistakes.ts';
import { render } from '../http/views.ts';
import { listSellers, sellersSeenBy } from '../identity/sellers.ts';
import { spokenIn } from '../localized.ts';
import { findOutsideLots, isOutside, mostSources, sellersOfSources } from '../traceability/recall-sources.ts';
import type { RecallOf } from '../traceability/recalls.ts';
import { callBackAll } from './recall.ts';
import { findCandidates } from './recall-candidates.ts';
import { previewPage } from './recall-page.ts';
import { ChosenSources, FindSources, type RecallWay, SpeakRecall } from './recall-pages.schemas.ts';

const watchers = ['cooperative', 'officer'] as const;
const path = '/thu-hoi/moi';

/** Calling back what is not one batch: it is searched for, ticked, looked at in its whole reach, and then called back in one act. */
export function recallChoicePages(): Router {
  const router = Router();
  router.get(path, requireRole(...watchers), async (request, response) => {
    const actor = actorOf(request);
    const { language } = localsOf(response);
    const asked = parse(FindSources, { ...request.query }, localsOf(response).services.now());
    const { found, title } = await findCandidates(actor, asked, (key, facts) =>
      sentence(language, `desk.recall-choice.${key}`, facts),
    );
    render(response, 'desk/recall-choice', {
      way: asked.theo ?? null,
      asked: found !== null,
      found: found ?? [],
      title,
      tooMany: found !== null && found.reduce((sum, { count }) => sum + count, 0) > mostSources,
      sellers: await sellerOptions(actor),
      form: {
        values: { q: asked.q ?? '', ho: asked.ho ?? '', tu: shown(asked.tu), den: shown(asked.den) },
        mistakes: [],
      },
    });
  });
  return router.use(scopePage);
}

const shown = (day: string | undefined): string => (day ? formatDay(day) : '');

async function sellerOptions(actor: Actor) {
  const seen = await sellersSeenBy(actor);
  const sellers = (await listSellers()).filter(({ id }) => seen === 'all' || seen.includes(id));
  return sellers.map(({ id, name }) => ({ value: id, title: name }));
}

const kinds: Readonly<Record<RecallWay, RecallOf>> = {
  'lo-ngoai': 'outside-lot',
  'ho-ngay': 'maker-day',
  'vat-tu': 'material',
};

const scopePage = formPage({
  path: '/thu-hoi/pham-vi',
  who: watchers,
  view: 'desk/recall',
  schema: SpeakRecall,
  load: async ({ request }) => {
    const chosen = readChosen(request);
    return { chosen, title: await titleOf(chosen) };
  },
  shown: async ({ actor, language }, { chosen, title }) => {
    await sellersOfSources(actor, chosen.sources);
    const back = { url: path, title: sentence(language, 'desk.recall-choice.title') };
    const nguon = chosen.sources.join(',');
    const asked = new URLSearchParams({ theo: chosen.way, ten: title, nguon }).toString();
    const page = await previewPage(
      actor,
      { back, title },
      {
        sources: chosen.sources,
        speakUrl: `/thu-hoi/pham-vi?${asked}`,
        ordersUrl: `/thu-hoi/don?${asked}`,
      },
    );
    return { ...page, barredBy: null };
  },
  submit: async ({ actor, body, at }, { chosen, title }) => {
    const words = {
      reason: spokenIn(body, 'reason'),
      advice: spokenIn(body, 'advice'),
    };
    const { way, sources } = chosen;
    const recall = await callBackAll(actor, { of: kinds[way], sources, title, ...words }, at);
    return `/thu-hoi/lenh/${recall.id}`;
  },
  render: ({ title }) => ({ title }),
});

interface Chosen {
  way: RecallWay;
  sources: string[];
  title: string | null;
}

/** @throws invalid('recall-chose-nothing') */
function readChosen(request: Request): Chosen {
  const { theo, ten, nguon } = parse(ChosenSources, { ...request.query });
  if (nguon.length === 0 || nguon.length > mostSources) throw invalid('recall-chose-nothing', { most: mostSources });
  return { way: theo, sources: nguon, title: ten ?? null };
}

async function titleOf({ way, sources, title }: Chosen): Promise<string> {
  if (way !== 'lo-ngoai') return title ?? sources.slice(0, 5).join(', ');
  const lots = await findOutsideLots(sources.filter(isOutside));
  const names = lots.map(({ name, supplier, lot }) => [name, lot, supplier].filter(Boolean).join(', '));
  return [...new Set(names)].join('; ').slice(0, 200) || sources.slice(0, 5).join(', ');
}
