import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { imageUrl, keepImages } from '../media/images.ts';
import { certificateKinds } from './certificate.ts';
import {
  addCertificate,
  type Certificate,
  type Certified,
  ownCertificates,
  removeCertificate,
  type WantedCertificate,
} from './certificates.ts';
import { AddCertificateForm, CertificateButtonForm } from './forms.schemas.ts';
import { productOwner, sellerOwner } from './owned.ts';

interface Place {
  /** Of the page the certificates belong to, with `:id`. */
  path: string;
  /** @throws what keeps somebody from it */
  ownedBy: (actor: Actor, id: string) => Promise<Certified>;
  add: (actor: Actor, owned: Certified, wanted: WantedCertificate, at: Date) => Promise<Certificate>;
}

/** `/hang-cua-toi/{id}/chung-nhan…` and `/gian-hang/{id}/chung-nhan…`: certificates and OCOP stars. */
export const certificatesPages = (): Router =>
  Router()
    .use(certificatePagesOf({ path: '/hang-cua-toi/:id', ownedBy: productOwner, add: addTo }))
    .use(certificatePagesOf({ path: '/gian-hang/:id', ownedBy: sellerOwner, add: addTo }));

/** `…/chung-nhan` and `…/chung-nhan/moi` below one kind of place. */
export const certificatePagesOf = (place: Place): Router => Router().use(listPage(place)).use(addPage(place));

const addTo: Place['add'] = (actor, { owner }, wanted, at) => addCertificate(actor, owner, wanted, at);

const listPage = ({ path, ownedBy }: Place) =>
  formPage({
    path: `${path}/chung-nhan`,
    who: sellers,
    view: 'catalog/certificates',
    schema: CertificateButtonForm,
    load: async ({ actor, params }) => {
      const owned = await ownedBy(actor, params.id ?? '');
      return { owned, backUrl: path.replace(':id', owned.id) };
    },
    shown: async ({ actor, at }, { owned }) => {
      const certificates = await ownCertificates(actor, owned.owner, dayOf(at));
      return {
        certificates: certificates.map((one) => ({ ...one, photo: one.photoId && imageUrl(one.photoId, 320) })),
      };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'catalog.certificates.title') }),
    submit: async ({ actor, body }, { owned, backUrl }) => {
      await removeCertificate(actor, owned.owner, body.certificate);
      return `${backUrl}/chung-nhan`;
    },
  });

const addPage = ({ path, ownedBy, add }: Place) =>
  formPage({
    path: `${path}/chung-nhan/moi`,
    who: sellers,
    photos: { photo: 1 },
    view: 'catalog/add-certificate',
    schema: AddCertificateForm,
    load: async ({ actor, params, language }) => {
      const owned = await ownedBy(actor, params.id ?? '');
      const options = certificateKinds.map((value) => ({
        value,
        title: sentence(language, `catalog.certificates.${value}`),
      }));
      const stars = [3, 4, 5].map((count) => ({ value: String(count), title: '★'.repeat(count) }));
      return { owned, options, stars, listUrl: `${path.replace(':id', owned.id)}/chung-nhan` };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'catalog.certificates.add') }),
    submit: async ({ actor, body, files, at }, { owned, listUrl }) => {
      const [photoId] = await keepImages(files.photo, owned.sellerId, at);
      await add(actor, owned, { ...body, photoId }, at);
      return listUrl;
    },
  });
