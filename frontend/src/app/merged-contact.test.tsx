import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setLanguage } from '../i18n/i18n';
import { installFake } from '../testing/fake-bridge';
import { detailOf } from '../testing/fake-people';
import { renderUi } from '../testing/render';
import { Root } from './root';

beforeEach(() => setLanguage('pt-BR'));

/** c3 was merged into c5; what is called `folded` is c5 too. */
function install() {
  installFake({
    contacts: 10,
    override: {
      Contacts: {
        Get: (id: string) => {
          if (id === 'c3') return { ...detailOf(3), mergedInto: 'c5' };
          return detailOf(id === 'folded' ? 5 : Number(id.slice(1)));
        },
      },
    },
  });
}
const [gone, primary] = [detailOf(3).name, detailOf(5).name];
const words = `O cadastro de ${gone} foi unido a este contato.`;

it('shows who has the history of a merged contact, in its place and with a word (D7.4)', async () => {
  install();
  window.location.hash = '#/';
  renderUi(<Root />);
  const list = await screen.findByRole('grid');
  window.location.hash = '#/contacts/c3';
  expect(await screen.findByText(primary, { selector: 'h1' })).toBeInTheDocument();
  const page = screen.getByRole('article');
  expect(within(page).getByText(words)).toBeInTheDocument();
  expect(window.location.hash).toBe('#/contacts/c5');
  // Going back leaves the contact: the address of the merged one is not in between.
  await userEvent.click(within(page).getByRole('button', { name: 'Voltar' }));
  await waitFor(() => expect(screen.queryByRole('article')).not.toBeInTheDocument());
  expect(list).toBeInTheDocument();

  window.location.hash = '#/contacts/c5';
  expect(await screen.findByText(primary, { selector: 'h1' })).toBeInTheDocument();
});

it('needs no word for a contact of which imports elsewhere made one', async () => {
  install();
  window.location.hash = '#/contacts/folded';
  renderUi(<Root />);
  expect(await screen.findByText(primary, { selector: 'h1' })).toBeInTheDocument();
  await waitFor(() => expect(window.location.hash).toBe('#/contacts/c5'));
  expect(screen.queryByText(/foi unido/)).not.toBeInTheDocument();
});

it('does the same in the panel beside the list', async () => {
  install();
  window.location.hash = '#/?contact=c3';
  renderUi(<Root />);
  const panel = await screen.findByRole('complementary', { name: 'Detalhes do contato' });
  expect(await within(panel).findByText(primary, { selector: 'h2' })).toBeInTheDocument();
  expect(within(panel).getByText(words)).toBeInTheDocument();
  expect(within(panel).queryByText(gone)).not.toBeInTheDocument();
});
