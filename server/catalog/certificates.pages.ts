import { Router } from 'express';
import type { Actor } from '../actor.ts';
import { dayOf } from '../format.ts';
import { formPage } from '../http/form-page.ts';
import { sentence } from '../http/messages.ts';
import { imageUrl, keepImage } from '../media/images.ts';
import type { Services } from '../services.ts';
import { certificateKinds } from './certificate.ts';
import { addCertificate, ownCertificates, removeCertificate } from './certificates.ts';
import { AddCertificateForm, CertificateButtonForm } from './forms.schemas.ts';
import { type Owned, productOwner, sellerOwner } from './owned.ts';

const sellers = ['household', 'cooperative'] as const;
type OwnedBy = (actor: Actor, id: string) => Promise<Owned>;

/** `/hang-cua-toi/{id}/chung-nhan…` and `/gian-hang/{id}/chung-nhan…`: certificates and OCOP stars. */
export const certificatesPages = (services: Services): Router =>
  Router()
    .use(listPage(services, '/hang-cua-toi/:id', productOwner))
    .use(listPage(services, '/gian-hang/:id', sellerOwner))
    .use(addPage(services, '/hang-cua-toi/:id', productOwner))
    .use(addPage(services, '/gian-hang/:id', sellerOwner));

const listPage = (services: Services, path: string, ownedBy: OwnedBy) =>
  formPage(services, {
    path: `${path}/chung-nhan`,
    who: sellers,
    view: 'catalog/certificates',
    schema: CertificateButtonForm,
    load: async ({ actor, params, at }) => {
      const owned = await ownedBy(actor, params.id ?? '');
      const certificates = await ownCertificates(actor, owned.owner, dayOf(at));
      return {
        owned,
        backUrl: path.replace(':id', owned.id),
        certificates: certificates.map((one) => ({ ...one, photo: one.photoId && imageUrl(one.photoId, 320) })),
      };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'catalog.certificates.title') }),
    submit: async ({ actor, body }, { owned, backUrl }) => {
      await removeCertificate(actor, owned.owner, body.certificate);
      return `${backUrl}/chung-nhan`;
    },
  });

const addPage = (services: Services, path: string, ownedBy: OwnedBy) =>
  formPage(services, {
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
      const [photo] = files.photo ?? [];
      const photoId = photo ? (await keepImage(photo.bytes, owned.sellerId, at)).id : null;
      await addCertificate(actor, owned.owner, { ...body, photoId }, at);
      return listUrl;
    },
  });
