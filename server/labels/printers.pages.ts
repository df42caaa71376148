import { Router } from 'express';
import { formPage } from '../http/form-page.ts';
import { sellers } from '../http/guard.ts';
import { sentence } from '../http/messages.ts';
import { PrinterButtonForm, PrinterForm } from './labels.schemas.ts';
import { addPrinter, getPrinter, printersFor, removePrinter, renamePrinter } from './printers.ts';

const list = '/nhan/may-in';

/** The printers of those who have more than one (`/nhan/may-in`): each is adjusted by itself. */
export const printersPages = (): Router => Router().use(listPage()).use(addPage()).use(renamePage());

const listPage = (): Router =>
  formPage({
    path: list,
    who: sellers,
    view: 'labels/printers',
    schema: PrinterButtonForm,
    shown: async ({ actor }) => ({ printers: (await printersFor(actor)).filter(({ name }) => name !== null) }),
    render: (_data, { language }) => ({ title: sentence(language, 'labels.printers.title') }),
    submit: async ({ actor, body }) => {
      await removePrinter(actor, body.printer);
      return list;
    },
  });

const addPage = (): Router =>
  formPage({
    path: `${list}/moi`,
    who: sellers,
    view: 'labels/printer',
    schema: PrinterForm,
    shown: async ({ actor }) => ({ named: null, isFirst: !(await printersFor(actor)).some(isNamedOwn) }),
    render: (_data, { language }) => ({ title: sentence(language, 'labels.printers.add') }),
    submit: async ({ actor, body, requestId, at }) => {
      await addPrinter(actor, body.name, requestId, at);
      return list;
    },
  });

const isNamedOwn = ({ own, name }: { own: boolean; name: string | null }): boolean => own && name !== null;

const renamePage = (): Router =>
  formPage({
    path: `${list}/:printer`,
    who: sellers,
    view: 'labels/printer',
    schema: PrinterForm,
    shown: async ({ actor, params }) => {
      const { name } = await getPrinter(actor, params.printer ?? '');
      return { named: name, isFirst: false, defaults: { name } };
    },
    render: (_data, { language }) => ({ title: sentence(language, 'labels.printers.rename') }),
    submit: async ({ actor, body, params }) => {
      await renamePrinter(actor, params.printer ?? '', body.name);
      return list;
    },
  });
