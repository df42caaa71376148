import { Router } from 'express';
import type { Agreed } from '../agreed.ts';
import { invalid } from '../errors.ts';
import { formatNumber } from '../format.ts';
import { nothing } from '../http/fields.ts';
import { formPage, type PageContext } from '../http/form-page.ts';
import { actorOf, requireRole, sellers } from '../http/guard.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';
import { render } from '../http/views.ts';
import { sellersActedFor } from '../identity/sellers.ts';
import type { Language } from '../language.ts';
import { refusesSensitive } from '../platform.ts';
import { type AreaUnit, areaUnits } from '../reading/areas.ts';
import { writeNumber } from '../reading/numbers.ts';
import type { Position } from '../reading/positions.ts';
import { writePosition } from '../reading/positions.ts';
import { eachPlotFact, plotFactKeys, plotFacts } from './plot-facts.ts';
import { PlotForm } from './plots.schemas.ts';
import {
  addPlot,
  changePlot,
  ownPlot,
  ownPlots,
  ownPosition,
  type Plot,
  plotUses,
  removePlot,
  type WantedPlot,
} from './plots.ts';

const path = '/thua-dat';
const view = 'plots/plot';

type SellerContext = PageContext<typeof sellers>;

/** `/thua-dat`: where a household grows and keeps hives. Only who acts for it sees these pages. */
export const plotsPages = (): Router =>
  Router()
    .get(path, requireRole(...sellers), showPlots)
    .use(addPage(), changePage(), removePage());

const showPlots = async (...[request, response]: Parameters<Parameters<Router['get']>[1]>): Promise<void> => {
  const actor = actorOf(request);
  const [plots, owners] = await Promise.all([ownPlots(actor), sellersActedFor(actor)]);
  const names = new Map(owners.map(({ id, name }) => [id, name]));
  const { language } = localsOf(response);
  const rows = plots.map((plot) => ({
    ...plot,
    url: `${path}/${plot.id}`,
    owner: plot.sellerId === actor.sellerId ? null : names.get(plot.sellerId),
    said: saidOf(plot, language),
  }));
  render(response, 'plots/plots', { plots: rows }, { title: sentence(language, 'plots.title') });
};

/** What is known of it, but whose it is: `Trồng cây · 1.080 m² · cao 760 m`. */
function saidOf(plot: Plot, language: Language): string {
  const facts = plotFactKeys.flatMap((key) => {
    const known = plot[key];
    if (known === null) return [];
    return sentence(language, `plots.fact-said.${key}`, {
      n: typeof known === 'number' ? formatNumber(known, language) : known,
    });
  });
  const area = plot.area === null ? [] : [`${formatNumber(plot.area, language)} m²`];
  return [sentence(language, `plots.use.${plot.use}`), ...area, ...facts].join(' · ');
}

const addPage = (): Router =>
  formPage({
    path: `${path}/moi`,
    who: sellers,
    schema: PlotForm,
    view,
    shown: async ({ actor, language }: SellerContext) => {
      const owners = await sellersActedFor(actor);
      const choice = owners.map(({ id, name }) => ({ value: id, title: name }));
      return { ...choices(language), owners: choice.length > 1 ? choice : null, plot: null, defaults: firstAnswers };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'plots.add') }),
    submit: async ({ actor, body, at, language }) => {
      const agreed = agreedIn(body, null, language);
      await addPlot(actor, body.seller ?? actor.sellerId ?? '', body.plot, { at, agreed });
      return path;
    },
  });

/**
 * The words that were agreed to with a position: none where there is none, or it is the one that is known.
 * @throws invalid('mistakes') for a new one without the tick
 */
function agreedIn(
  { plot: { position }, agree }: { plot: WantedPlot; agree?: 'yes' | undefined },
  known: Position | null,
  language: Language,
): Agreed | undefined {
  const isKnown = position?.latitude === known?.latitude && position?.longitude === known?.longitude;
  if (agree === 'yes' && position) return { words: sentence(language, 'plots.agree-place'), language };
  if (position && !isKnown) throw invalid('mistakes', {}, [{ pointer: '/agree', code: 'consent-needed' }]);
  return undefined;
}

const firstAnswers = { use: 'growing', areaUnit: 'm2' };

const changePage = (): Router =>
  formPage({
    path: `${path}/:id`,
    who: sellers,
    schema: PlotForm,
    view,
    load,
    shown,
    render: ({ plot }) => ({ title: plot.name }),
    submit: async ({ actor, body, at, language }, { plot }) => {
      const agreed = agreedIn(body, await ownPosition(actor, plot.id), language);
      await changePlot(actor, plot.id, body.plot, { at, agreed });
      return path;
    },
  });

const removePage = (): Router =>
  formPage({
    path: `${path}/:id/bo`,
    who: sellers,
    schema: nothing,
    view,
    get: false,
    load,
    shown,
    render: ({ plot }) => ({ title: plot.name }),
    submit: async ({ actor }, { plot }) => {
      await removePlot(actor, plot.id);
      return path;
    },
  });

const load = async ({ actor, params }: SellerContext) => ({ plot: await ownPlot(actor, params.id ?? '') });

async function shown({ actor, language }: SellerContext, { plot }: Awaited<ReturnType<typeof load>>) {
  const position = await ownPosition(actor, plot.id);
  const defaults = {
    use: plot.use,
    name: plot.name,
    area: plot.area === null ? '' : writeNumber(plot.area),
    areaUnit: 'm2',
    ...eachPlotFact((key) => String(plot[key] ?? '')),
    position: position ? writePosition(position) : '',
  };
  return { ...choices(language), owners: null, defaults };
}

const choices = (language: Language) => ({
  facts: plotFactKeys.map((key) => ({
    name: key,
    label: `plots.fact.${key}`,
    inputmode: plotFacts[key].type === Number ? 'numeric' : null,
    longest: plotFacts[key].longest,
  })),
  takesPlaces: !refusesSensitive(),
  uses: plotUses.map((value) => ({
    value,
    title: sentence(language, `plots.use.${value}`),
    picture: value === 'hives' ? 'apiary' : 'planting',
  })),
  areaUnits: (Object.keys(areaUnits) as AreaUnit[]).map((value) => ({
    value,
    title: sentence(language, `plots.unit.${value}`),
  })),
});
