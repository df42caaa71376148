import type { Actor } from '../actor.ts';
import { imageUrl } from '../media/images.ts';
import type { Draft, DraftForm } from './drafts.ts';

/** What a form shows of its draft: how to set it aside, and what was set aside before. */
export const draftView = (actor: Actor, { form }: DraftForm, draft: Draft | null) => ({
  accountId: actor.accountId,
  form,
  /** Where the button to set the form aside sends it. */
  saveUrl: form.replace(/(?=\?)/, '/nhap'),
  savedAt: draft?.savedAt ?? null,
  photos: (draft?.photoIds ?? []).map((id) => imageUrl(id, 320)),
});
