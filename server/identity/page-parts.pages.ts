import type { Response } from 'express';
import { newFormKey } from '../http/form-key.ts';
import { localsOf } from '../http/locals.ts';
import { sentence } from '../http/messages.ts';

/** What a page needs around a form that was not sent yet, where the page is more than a form. */
export const emptyForm = (response: Response) => ({
  values: {},
  mistakes: [],
  summary: null,
  key: newFormKey(response),
});

/** The title of a page of this room, from the catalogue. */
export const titled = (response: Response, key: string, { name }: { name?: string } = {}) => ({
  title: sentence(localsOf(response).language, `identity.${key}`, name === undefined ? {} : { name }),
});
