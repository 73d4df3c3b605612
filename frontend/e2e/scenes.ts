import {
  at,
  begins,
  button,
  chosen,
  dialog,
  field,
  go,
  grid,
  item,
  press,
  type Scene,
  say,
  seen,
  tab,
  userDialogs,
  type Visitor,
  type Walker,
} from './walker';

const row = async (w: Walker) => {
  await grid(w).focus();
  await press(w, 'Home');
};
const panel = async (w: Walker) => {
  await row(w);
  await press(w, 'Enter');
  await seen(w.page.getByRole('complementary').last());
};
const panelTab = (name: string) => async (w: Walker) => {
  await panel(w);
  await tab(w, `profile.tab.${name}`).click();
};
const contactPage = async (w: Walker) => {
  await panel(w);
  await button(w, 'profile.expandKey').or(button(w, 'profile.expand')).first().click();
  await seen(w.page.getByRole('article').first());
};
const pageTab = (name: string) => async (w: Walker) => {
  await contactPage(w);
  await tab(w, `profile.tab.${name}`).first().click();
};
const form = async (w: Walker) => {
  await grid(w).focus();
  await press(w, 'n');
  await seen(dialog(w));
};
const more = async (w: Walker, key: string) => {
  await pageTab('timeline')(w);
  await begins(w, 'timeline.more').click();
  await item(w, key).click();
  await seen(dialog(w));
};
/** An address that nobody has. */
const unknown = async (w: Walker) => {
  await press(w, 'Control+i');
  await seen(dialog(w));
  await w.page.keyboard.type('47 98888-6666');
};
const selected = async (w: Walker) => {
  await grid(w).focus();
  await press(w, 'Control+a');
  await seen(w.page.getByRole('toolbar'));
};
const lists: Scene[] = [
  { name: 'list', open: async () => undefined },
  { name: 'list-cards', open: (w) => w.page.getByRole('img', { name: say(w, 'contacts.cards') }).click() },
  { name: 'list-nothing', open: (w) => go(w, '/?q=xyzxyz') },
  { name: 'list-filtered', open: (w) => button(w, 'filters.quick.active').click() },
  { name: 'list-filters', open: (w) => button(w, 'filters.button').click() },
  { name: 'list-columns', open: (w) => begins(w, 'contacts.columns').click() },
  { name: 'list-sort', open: (w) => begins(w, 'contacts.sortBy').click() },
  { name: 'list-segments', open: (w) => button(w, 'segments.title').click() },
  {
    name: 'list-segment-new',
    open: async (w) => {
      await button(w, 'filters.quick.active').click();
      await button(w, 'segments.title').click();
      await item(w, 'segments.saveNew').click();
      await seen(dialog(w));
    },
  },
  { name: 'list-selection', open: selected },
  {
    name: 'list-batch-labels',
    open: async (w) => {
      await selected(w);
      await button(w, 'batch.do.labels').click();
      await seen(dialog(w));
    },
  },
  {
    name: 'list-batch-deactivate',
    open: async (w) => {
      await selected(w);
      await button(w, 'batch.do.deactivate').click();
      await seen(dialog(w));
    },
  },
];

const contact: Scene<Visitor>[] = [
  ...['details', 'timeline', 'notes', 'appointments', 'surveys', 'changes'].flatMap((name) => [
    { name: `panel-${name}`, open: panelTab(name) },
    { name: `page-${name}`, open: name === 'details' ? contactPage : pageTab(name) },
  ]),
  { name: 'form-new', open: form },
  {
    name: 'form-invalid',
    open: async (w) => {
      await form(w);
      await field(w, 'field.contact_cpf').fill('52998224726');
      await press(w, 'Control+Enter');
    },
  },
  {
    name: 'form-leave',
    open: async (w) => {
      await form(w);
      await w.page.keyboard.type('Ana');
      await w.page.waitForTimeout(200);
      await press(w, 'Escape');
      await seen(w.page.getByRole('dialog').nth(1));
    },
  },
  {
    name: 'form-avatar',
    open: async (w) => {
      await form(w);
      await w.page.getByRole('dialog').locator('input[type=file]').setInputFiles(w.files.avatar);
      await seen(w.page.getByRole('dialog', { name: say(w, 'contactForm.avatar.crop') }));
    },
  },
  {
    name: 'form-edit',
    open: async (w) => {
      await row(w);
      await press(w, 'e');
      await seen(dialog(w));
    },
  },
  {
    name: 'interaction-add',
    open: async (w) => {
      await pageTab('timeline')(w);
      await button(w, 'timeline.add').click();
      await seen(dialog(w));
    },
  },
  {
    name: 'interaction-unknown',
    open: async (w) => {
      await unknown(w);
      await seen(w.page.getByRole('option').first());
    },
  },
  {
    name: 'interaction-new-contact',
    open: async (w) => {
      await unknown(w);
      await w.page.getByRole('option').first().click();
      await seen(w.page.getByLabel(say(w, 'whom.name'), { exact: true }));
    },
  },
  { name: 'interaction-closing', open: (w) => more(w, 'timeline.correctClosing') },
  { name: 'interaction-tabulate', open: (w) => more(w, 'timeline.tabulate') },
  { name: 'interaction-message', open: (w) => more(w, 'timeline.addMessage') },
  { name: 'interaction-survey', open: (w) => more(w, 'timeline.answerSurvey') },
  {
    name: 'appointment',
    open: async (w) => {
      await contactPage(w);
      await button(w, 'timeline.schedule').click();
      await seen(dialog(w));
    },
  },
];

const files: Scene<Visitor>[] = [
  { name: 'imports', open: at('/imports') },
  { name: 'import-file', open: at('/imports/new') },
  {
    name: 'import-check',
    open: async (w) => {
      await chosen(w, '/imports/new', w.files.contacts);
      await w.page.waitForTimeout(2500);
    },
  },
  {
    name: 'import-columns',
    open: async (w) => {
      await chosen(w, '/imports/new', w.files.contacts);
      await w.page.waitForTimeout(1500);
      await button(w, 'common.back').click();
    },
  },
  { name: 'interactions-file', open: at('/imports/interactions') },
  { name: 'interactions-preview', open: (w) => interactions(w) },
  {
    name: 'interactions-header-choose',
    open: async (w) => {
      await interactions(w);
      await button(w, 'import.headerRow.other').click();
      await seen(dialog(w));
    },
  },
];

/** Of a file whose header is below a title. */
async function interactions(w: Visitor) {
  await chosen(w, '/imports/interactions', w.files.interactions);
  await seen(w.page.getByRole('region', { name: say(w, 'interactionImport.columns') }));
}

const overlays: Scene[] = [
  {
    name: 'palette',
    open: async (w) => {
      await press(w, 'Control+k');
      await seen(dialog(w));
      await w.page.keyboard.type('mar');
      await w.page.waitForTimeout(500);
    },
  },
  {
    name: 'shortcuts',
    open: async (w) => {
      await grid(w).focus();
      await press(w, '?');
      await seen(dialog(w));
    },
  },
  { name: 'notifications', open: (w) => w.page.locator('header button').nth(-2).click() },
  { name: 'user-menu', open: (w) => w.page.locator('header button').last().click() },
  {
    name: 'tour-of-the-window',
    open: async (w) => {
      await w.page.locator('header button').last().click();
      await item(w, 'tour.start').click();
    },
  },
];

const administration: Scene[] = [
  { name: 'sync', open: at('/sync') },
  { name: 'users', open: at('/users') },
  {
    name: 'users-new',
    open: async (w) => {
      await go(w, '/users');
      await button(w, 'admin.users.new').click();
      await seen(dialog(w));
    },
  },
  ...userDialogs(''),
  { name: 'permissions', open: at('/users?tab=permissions') },
  { name: 'services', open: at('/services') },
  {
    name: 'services-new',
    open: async (w) => {
      await go(w, '/services');
      await button(w, 'admin.services.new').click();
      await seen(dialog(w));
    },
  },
  { name: 'tabulations', open: at('/services?tab=tabulations') },
  {
    name: 'tabulations-rename',
    open: async (w) => {
      await go(w, '/services?tab=tabulations');
      await begins(w, 'admin.tabulations.rename').click();
      await seen(dialog(w));
    },
  },
  { name: 'fields', open: at('/definitions?tab=fields') },
  { name: 'labels', open: at('/definitions?tab=labels') },
  ...(['fields', 'labels'] as const).flatMap((which) => [
    {
      name: `${which}-new`,
      open: async (w: Walker) => {
        await go(w, `/definitions?tab=${which}`);
        await button(w, which === 'fields' ? 'definitions.newField' : 'definitions.newLabel').click();
        await seen(dialog(w));
      },
    },
    {
      name: `${which}-archive`,
      open: async (w: Walker) => {
        await go(w, `/definitions?tab=${which}`);
        await begins(w, 'definitions.more').click();
        await item(w, 'definitions.archive').click();
        await seen(dialog(w));
      },
    },
  ]),
  { name: 'audit', open: at('/audit') },
  { name: 'settings', open: at('/settings') },
  { name: 'account', open: at('/account') },
  { name: 'nowhere', open: at('/nowhere') },
];

/** Every screen and dialog behind the sign-in. */
export const scenes: Scene<Visitor>[] = [...lists, ...contact, ...files, ...overlays, ...administration];
