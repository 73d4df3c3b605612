import { Button, Modal, TextInput } from '@mantine/core';
import { fireEvent, screen } from '@testing-library/react';
import { renderUi } from '../testing/render';
import { Form } from './form';

const field = () => screen.getByRole('textbox', { name: 'Nome' });
const enter = (more = {}) => fireEvent.keyDown(field(), { key: 'Enter', ...more });

test('Enter in a field and the button submit, once each; neither does with the button disabled', () => {
  const submit = vi.fn();
  const form = (disabled: boolean) => (
    <Form onSubmit={submit}>
      <TextInput label="Nome" />
      <textarea aria-label="Notas" />
      <Button type="submit" disabled={disabled}>
        Salvar
      </Button>
      <Button>Outro</Button>
    </Form>
  );
  const { unmount } = renderUi(form(false));
  expect(document.querySelector('form')).toBeNull();
  enter();
  expect(submit).toHaveBeenCalledTimes(1);
  fireEvent.click(screen.getByText('Salvar'));
  expect(submit).toHaveBeenCalledTimes(2);
  fireEvent.click(screen.getByRole('button', { name: 'Outro' }));
  fireEvent.keyDown(screen.getByRole('textbox', { name: 'Notas' }), { key: 'Enter' });
  enter({ isComposing: true });
  enter({ ctrlKey: true });
  expect(submit).toHaveBeenCalledTimes(2);
  unmount();
  renderUi(form(true));
  enter();
  fireEvent.click(screen.getByRole('button', { name: 'Salvar' }));
  expect(submit).toHaveBeenCalledTimes(2);
});

test('a form that a part of it has opened submits by itself alone; Enter that a list of choices has taken is none', () => {
  const outer = vi.fn();
  const inner = vi.fn();
  renderUi(
    <Form onSubmit={outer}>
      <input aria-label="Lista" onKeyDown={(e) => e.preventDefault()} />
      <Modal opened onClose={() => {}}>
        <Form onSubmit={inner}>
          <TextInput label="Nome" />
          <Button type="submit">Salvar</Button>
        </Form>
      </Modal>
      <Button type="submit">Tudo</Button>
    </Form>,
  );
  enter();
  fireEvent.click(screen.getByRole('button', { name: 'Salvar' }));
  fireEvent.keyDown(screen.getByLabelText('Lista'), { key: 'Enter' });
  expect(inner).toHaveBeenCalledTimes(2);
  expect(outer).not.toHaveBeenCalled();
});

test('where Enter is not wanted only the button submits', () => {
  const submit = vi.fn();
  renderUi(
    <Form enter={false} onSubmit={submit}>
      <TextInput label="Nome" />
      <Button type="submit">Salvar</Button>
    </Form>,
  );
  enter();
  expect(submit).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Salvar' }));
  expect(submit).toHaveBeenCalledTimes(1);
});

test('true forms are where passwords are, and nowhere else', () => {
  const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });
  const own = Object.keys(sources).filter((file) => !file.includes('.test.') && /<form\b/.test(sources[file] ?? ''));
  expect(own).toEqual([
    '../features/account/components/account-page.tsx',
    '../features/session/components/door-form.tsx',
  ]);
});
