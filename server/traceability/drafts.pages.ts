import type { Router } from 'express';
import { formPage } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { batchesOf } from './batches.pages.ts';
import { dropDraft } from './drafts.ts';
import { DropDraftForm } from './forms.schemas.ts';

/** `/lo/nhap/bo`: throws a form away that was set aside. */
export const draftsPages = (): Router =>
  formPage({
    path: '/lo/nhap/bo',
    who: sellers,
    get: false,
    schema: DropDraftForm,
    view: 'traceability/batches',
    shown: batchesOf,
    submit: async ({ actor, body }) => {
      await dropDraft(actor, body.form);
      return '/lo';
    },
  });
