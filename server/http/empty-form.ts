import type { Response } from 'express';
import { newFormKey } from './form-key.ts';

/** What a page needs around a form that was not sent yet, where the page is more than a form. */
export const emptyForm = (response: Response) => ({
  values: {},
  mistakes: [],
  summary: null,
  key: newFormKey(response),
});
