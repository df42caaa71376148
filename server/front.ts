import type { RequestListener } from 'node:http';
import { offered } from './integration.ts';
import { provenanceFront } from './provenance/front.pages.ts';
import type { Services } from './services.ts';

/** What an integration puts in front of whatever answers behind it, for what has to be quick. */
type Front = (services: Services, behind: RequestListener) => RequestListener;

/** The app with all that stands in front of it. */
export async function frontOf(services: Services, app: RequestListener): Promise<RequestListener> {
  const fronts = await offered<Front>('front', 'integration.pages');
  return fronts.reduce((behind, { offer }) => offer(services, behind), provenanceFront(services, app));
}
