import { type Request, type Response, Router } from 'express';
import type { z } from 'zod';
import type { Actor } from '../actor.ts';
import { DomainError } from '../errors.ts';
import type { Language } from '../language.ts';
import { takeAnswer } from './form-answer.ts';
import { nest, readMultipart, type UploadedFile } from './form-data.ts';
import { newFormKey, readFormKey, requireSameBrowser } from './form-key.ts';
import { noteLoading, onceOnly } from './form-load.ts';
import { forgetReceived, type PhotosBack, receive as receivePhotos, withReceived } from './form-photos.ts';
import { comesBack, keepWhenSentAway, lostIn, shownMistake, textsOf, typed } from './form-typed.ts';
import { admit, type Who } from './guard.ts';
import { once } from './idempotency.ts';
import { forgetTyped } from './kept-form.ts';
import { localsOf } from './locals.ts';
import { parse } from './mistakes.ts';
import { type PinAgain, pinQuestion, takePin } from './pin-question.ts';
import { problemSentence, statusOf } from './problem.ts';
import { noteRefusal } from './refusals.ts';
import { enterSession } from './session.ts';
import { type RenderOptions, render } from './views.ts';

/** What a form page's functions are given. */
export interface PageContext<W extends Who = Who> {
  actor: W extends 'anyone' ? Actor | null : Actor;
  params: Record<string, string>;
  query: Record<string, string>;
  at: Date;
  language: Language;
  request: Request;
  response: Response;
}

export interface SubmitContext<W extends Who, B> extends PageContext<W> {
  body: B;
  files: Record<string, UploadedFile[]>;
  /** A stable id of this submission, the same when the form is sent twice; null when the form had no key. */
  requestId: string | null;
}

interface FormPage<W extends Who, S extends z.ZodType, D extends object, V extends object> {
  path: string;
  who: W;
  /** The form's fields, or how to make them from what was loaded. */
  schema: S | ((data: D) => S);
  photos?: Readonly<Record<string, number>>;
  /** Fields that are never shown again once typed. */
  secrets?: readonly string[];
  /** For forms about money and deletion: asks for the PIN in the form itself when it was given too long ago. */
  pinAgain?: PinAgain;
  /** For forms that open a session: the name of the guest's browser. Whoever does not say where the form came from needs its key. */
  browser?: (request: Request, response: Response) => string;
  view: string;
  /** What `submit` or the schema stands on, and the page too. Not read for a form that was taken before. */
  load?: (context: PageContext<W>) => Promise<D>;
  /** What only the page shows, given what was typed before: not read for a form that goes through. */
  shown?: (context: PageContext<W>, data: D, typed: Readonly<Record<string, string>>) => Promise<V>;
  /** Does the thing and says where to go next. */
  submit: (context: SubmitContext<W, z.output<S>>, data: D) => Promise<string>;
  /** Answers at once with what `submit` gave instead of going on to it: for what is shown once and may stand in no address. */
  answer?: (result: string, context: PageContext<W>) => void | Promise<void>;
  render?: RenderOptions | ((data: D & V, context: PageContext<W>) => RenderOptions);
  /** False when another route shows the page and this one only takes the form. */
  get?: boolean;
}

/**
 * A page with a form, whole: shows it; on sending reads it, does the thing once however often it is sent, and goes on with
 * 303. A form with mistakes comes back as it was typed, each mistake named (422, or the status of what was thrown).
 */
export function formPage<
  const W extends Who,
  S extends z.ZodType,
  D extends object = object,
  V extends object = object,
>(page: FormPage<W, S, D, V>): Router {
  noteLoading(page);
  const router = Router();
  if (page.get !== false) {
    router.get(page.path, async (request, response) => {
      const context = contextOf(page.who, request, response);
      await show(page, context, await loadFor(page, context), null);
    });
  }
  router.post(page.path, async (request, response) => {
    try {
      await receive(page, request, response);
    } catch (error) {
      await keepWhenSentAway(error, request, page);
      throw error;
    }
  });
  return router;
}

const loadFor = async <W extends Who, S extends z.ZodType, D extends object, V extends object>(
  page: FormPage<W, S, D, V>,
  context: PageContext<W>,
): Promise<D> => (await page.load?.(context)) ?? ({} as D);

async function receive<W extends Who, S extends z.ZodType, D extends object, V extends object>(
  page: FormPage<W, S, D, V>,
  request: Request,
  response: Response,
): Promise<void> {
  const context = contextOf(page.who, request, response);
  const load = onceOnly(() => loadFor(page, context));
  try {
    const files = page.photos ? await readMultipart(request, response, page.photos) : {};
    takeAnswer(request);
    const result = await submitOnce(page, { ...context, files }, load);
    await Promise.all([forgetTyped(request), forgetReceived(request, response)]);
    if (page.answer) await page.answer(result, context);
    else response.redirect(303, result);
  } catch (error) {
    if (!(error instanceof DomainError) || !comesBack(error, page)) throw error;
    const data = await load();
    noteRefusal(error, request, response);
    const photos = await receivePhotos(request, response, page.photos ?? {});
    await show(page, context, data, { error, photos });
  }
}

// Whoever sends a form twice gets the first answer whatever became of what the form was about, so nothing is loaded before.
async function submitOnce<W extends Who, S extends z.ZodType, D extends object, V extends object>(
  page: FormPage<W, S, D, V>,
  context: PageContext<W> & { files: Record<string, UploadedFile[]> },
  load: () => Promise<D>,
): Promise<string> {
  const { request, response } = context;
  const fields = (request.body ?? {}) as Record<string, unknown>;
  const key = readFormKey(fields._key, response);
  if (context.actor === null) requireSameBrowser(page.browser, request, response);
  const actor = (await takePin(page.pinAgain, key, request, response)) as PageContext<W>['actor'];
  const submit = async (requestId: string | null) => {
    const data = await load();
    const schema = typeof page.schema === 'function' ? page.schema(data) : page.schema;
    const files = await withReceived(request, response, context.files, page.photos ?? {});
    return page.submit({ ...context, files, actor, body: parse(schema, nest(fields), context.at), requestId }, data);
  };
  if (key === null) return submit(null);
  const scope = `${context.actor?.accountId ?? 'guest'} form ${request.path}`;
  const { _pin, _code, ...fingerprint } = fields;
  let isFirst = false;
  const { body } = await once({ scope, key, fingerprint }, async (id) => {
    isFirst = true;
    const result = await submit(id);
    return { status: 303, body: { result, session: localsOf(response).opened ?? null } };
  });
  localsOf(response).replayed = !isFirst;
  const { result, session } = body as { result: string; session: string | null };
  if (isFirst || session === null) return result;
  // A browser throws the first answer away when a form is tapped twice, and the session's cookie with it. A session that has
  // ended since is opened anew: somebody went back to the page, signed out meanwhile, and sends the same once more.
  return (await enterSession(response, session)) === null ? submit(null) : result;
}

type Back = { error: DomainError; photos: PhotosBack };

async function show<W extends Who, S extends z.ZodType, D extends object, V extends object>(
  page: FormPage<W, S, D, V>,
  context: PageContext<W>,
  data: D,
  back: Back | null,
): Promise<void> {
  const { request, response } = context;
  const values = back ? typed(request, page) : {};
  const form = {
    values,
    ...(back && mistakesOf(back, response)),
    key: newFormKey(response, page.browser?.(request, response)),
    pin: await pinQuestion(page.pinAgain, response),
    ...(back && { lost: { ...lostIn(request, page), photos: back.photos.isLost }, received: back.photos.received }),
  };
  const shown = await page.shown?.(context, data, localsOf(response).kept?.values ?? values);
  const whole = { ...data, ...shown } as D & V;
  const options = typeof page.render === 'function' ? page.render(whole, context) : page.render;
  render(response, page.view, { ...whole, form }, { ...options, status: back ? statusOf(back.error) : 200 });
}

const mistakesOf = ({ error }: Back, response: Response) => ({
  mistakes: error.mistakes.map((one) => shownMistake(one, response)),
  summary: problemSentence(error, response),
});

function contextOf<W extends Who>(who: W, request: Request, response: Response): PageContext<W> {
  const { actor, language, services } = localsOf(response);
  admit(who, actor);
  return {
    actor: actor as PageContext<W>['actor'],
    params: request.params as Record<string, string>,
    query: textsOf(request.query),
    at: services.now(),
    language,
    request,
    response,
  };
}
