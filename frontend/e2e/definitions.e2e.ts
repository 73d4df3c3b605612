import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyLook, lookAt, speak } from './look';
import { type Program, startProgram } from './program';

const admin = { email: 'renata@exemplo.com.br', password: 'segredo-bem-longo' };

let program: Program;
let browser: Browser;
let page: Page;
const problems: string[] = [];

const button = (name: string | RegExp) => page.getByRole('button', { name });
const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
/** Presses a key until what has the focus says so. */
async function until(key: string, want: RegExp): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const name = await page.evaluate(() => {
      const e = document.activeElement;
      return `${e?.getAttribute('aria-label') ?? ''} ${e?.textContent ?? ''} ${e?.getAttribute('role') ?? ''} ${e?.id ?? ''}`;
    });
    if (want.test(name)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${want}`);
}

beforeAll(async () => {
  program = await startProgram();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(program.url);
  await speak(page, 'pt-BR');
  await page.getByLabel('Nome').fill('Renata Moraes');
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Senha', { exact: true }).fill(admin.password);
  await page.getByLabel('Repita a senha').fill(admin.password);
  await button('Criar conta e entrar').click();
  await page.getByText('Sua base ainda está vazia').waitFor();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

describe('the first minutes', () => {
  it('offers the ways to begin', async () => {
    for (const way of [
      'Importar um arquivo',
      'Cadastrar um contato',
      'Entrar em uma organização',
      'Usar dados de demonstração',
    ])
      await button(new RegExp(`^${way}`)).waitFor();
    await everyLook(page, 'welcome');
    await button(/^Cadastrar um contato/).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });

  it('shows round by keyboard, blocks nothing and can be left', async () => {
    await button('Conhecer a tela em um minuto').click();
    const tour = page.getByRole('dialog', { name: 'Encontre qualquer contato' });
    await tour.waitFor();
    await lookAt(page, 'pt-BR', 'tour-first');
    expect(await focused()).toBe('Próximo');
    for (const title of [
      'A lista é para o teclado e o mouse',
      'Traga os contatos de um arquivo',
      'Tudo a um comando',
    ]) {
      await page.keyboard.press('ArrowRight');
      await page.getByRole('dialog', { name: title }).waitFor();
    }
    await lookAt(page, 'pt-BR', 'tour-palette');
    await page.getByRole('link', { name: 'Configurações' }).click(); // nothing is in the way
    await page.getByRole('heading', { name: 'Configurações' }).waitFor();
    await page.getByRole('dialog', { name: 'Tudo a um comando' }).getByRole('button', { name: 'Próximo' }).focus();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await button(/conta de Renata Moraes/).click();
    await page.getByRole('menuitem', { name: 'Conhecer a Carteira' }).click();
    await page.getByRole('dialog', { name: 'Encontre qualquer contato' }).waitFor();
    await page.getByText('Sua base ainda está vazia').waitFor();
    await button('Sair da visita').click();
  });

  it('fills an empty base with invented people', async () => {
    await button(/^Usar dados de demonstração/).click();
    await page.getByText('2.000 contatos', { exact: true }).waitFor({ timeout: 60_000 });
  });
});

describe('fields and labels', () => {
  it('are made, renamed, coloured and ordered', async () => {
    await page.getByRole('link', { name: 'Campos e etiquetas' }).click();
    await page.getByRole('tab', { name: 'Campos personalizados' }).waitFor();
    await button('Novo campo').click();
    const dialog = page.getByRole('dialog', { name: 'Novo campo' });
    await dialog.getByLabel('Nome').fill('Porte');
    await dialog.getByRole('combobox', { name: 'Tipo' }).click();
    await page.getByRole('option', { name: 'Lista de opções' }).click();
    for (const choice of ['Pequeno', 'Médio']) {
      await dialog.getByRole('textbox', { name: 'Nova opção' }).fill(choice);
      await page.keyboard.press('Enter');
    }
    await lookAt(page, 'pt-BR', 'field-form');
    await dialog.getByRole('button', { name: 'Criar' }).click();
    await page.getByText('Opções: Pequeno, Médio').waitFor();
    await button('Renomear Porte').click();
    await page.keyboard.type('Tamanho');
    await page.keyboard.press('Enter');
    await button('Mover Tamanho').focus();
    await page.keyboard.press('Home');
    await page.getByText('Tamanho: posição 1 de', { exact: false }).waitFor({ state: 'attached' });
    await everyLook(page, 'fields');
  });

  it('are dragged into their place', async () => {
    const rows = page.locator('.deflist').first().locator('li b');
    const before = await rows.allTextContents();
    expect(before[0]).toBe('Tamanho');
    const from = await button('Mover Tamanho').boundingBox();
    const to = await page.locator('.deflist').first().locator('li').nth(1).boundingBox();
    if (!from || !to) throw new Error('no rows');
    await page.mouse.move(from.x + 8, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 8, to.y + to.height - 6, { steps: 8 });
    await lookAt(page, 'pt-BR', 'fields-dragging');
    await page.mouse.up();
    await page.waitForFunction(
      (name) => document.querySelectorAll('.deflist li b')[1]?.textContent === name,
      'Tamanho',
    );
  });

  it('are archived, stay on their contacts and come back', async () => {
    await page.getByRole('tab', { name: 'Etiquetas' }).click();
    const used = page.locator('.deflist li', { hasText: /\d contatos/ }).first();
    const name = (await used.locator('b').textContent()) ?? '';
    await everyLook(page, 'labels');
    await button(new RegExp(`^Cor de ${name}`)).click();
    await page.getByRole('menuitemradio', { name: 'Vermelho' }).waitFor();
    await lookAt(page, 'pt-BR', 'label-colors');
    await page.getByRole('menuitemradio', { name: 'Vermelho' }).click();
    await button(new RegExp(`^Cor de ${name}: Vermelho`)).waitFor();
    await button(`Mais ações para ${name}`).click();
    await page.getByRole('menuitem', { name: 'Arquivar' }).click();
    await page.getByText('fica com ela').or(page.getByText('ficam com ela')).first().waitFor();
    await everyDialog('archive-dialog');
    await page.getByRole('dialog').getByRole('button', { name: 'Arquivar' }).click();
    await button(`Reativar ${name}`).waitFor();
    await everyLook(page, 'labels-archived');
    await button(`Reativar ${name}`).click();
    await button(`Mover ${name}`).waitFor();
  });
});

/** A dialog covers the language switch: the keyboard's own way to change it is enough for two themes. */
async function everyDialog(name: string): Promise<void> {
  await lookAt(page, 'pt-BR', name);
}

/** What Enter would take in the palette: marked without a key pressed for it. */
const chosen = (text: RegExp) => page.locator('[data-action][data-selected]', { hasText: text }).waitFor();

describe('the keyboard alone', () => {
  it('finds people, screens and actions in the palette', async () => {
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Buscar ou executar um comando' });
    await palette.waitFor();
    await lookAt(page, 'pt-BR', 'palette-open');
    await page.keyboard.type('mari');
    const people = palette.getByRole('group', { name: 'Contatos' });
    await people.waitFor();
    await people.locator('button').first().waitFor();
    expect(await people.locator('button').count()).toBeLessThanOrEqual(8);
    await lookAt(page, 'pt-BR', 'palette-people');
    await chosen(/Mari/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Detalhes do contato' }).waitFor();
    await page.keyboard.press('Control+k');
    await palette.getByRole('group', { name: 'Abertos há pouco' }).waitFor();
    await page.keyboard.type('nova etiq');
    await chosen(/^Nova etiqueta/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Nova etiqueta' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('zzzzzz');
    await palette.getByText('Nada encontrado').waitFor();
    await page.keyboard.press('Escape');
  });

  it('takes what is typed before there is a field for it', async () => {
    // A machine so slow that a quick hand is far ahead of the window, which has not even loaded what is asked for. It begins in
    // the list, whose own keys are letters too.
    const list = page.getByRole('grid').first();
    const contacts = page.getByRole('link', { name: 'Contatos' });
    const form = page.getByRole('dialog', { name: 'Novo contato' });
    const name = form.locator('[data-part="name"] input');
    const interaction = page.getByRole('dialog', { name: 'Nova interação' });
    const search = page.getByRole('textbox', { name: 'Buscar ou executar um comando' });
    const label = page.getByRole('dialog', { name: 'Nova etiqueta' });
    await page.reload();
    await contacts.click();
    await list.waitFor();
    const takes = async (key: string, text: string, field: Locator) => {
      await page.keyboard.press(key);
      await page.keyboard.type(text);
      await field.waitFor();
      await expect.poll(() => field.inputValue()).toBe(text);
    };
    const slow = await page.context().newCDPSession(page);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    for (let round = 0; round < 2; round++) {
      await contacts.click();
      await list.focus();
      await takes('n', 'Renata Nunes', name);
      await page.keyboard.press('Escape');
      await button('Descartar').click();
      await form.waitFor({ state: 'detached' });

      await list.focus();
      await takes('Control+i', 'renata', interaction.getByRole('textbox', { name: 'Com quem' }));
      // The list of people, then the dialog.
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await button('Descartar').click();
      await interaction.waitFor({ state: 'detached' });

      await list.focus();
      await takes('Control+k', 'nova etiqueta', search);
      await chosen(/^Nova etiqueta/);
      await page.keyboard.press('Enter');
      await label.waitFor();
      // The dialog gives the focus back while the palette is already asked for.
      await page.keyboard.press('Escape');
      await takes('Control+k', 'zzzzzz', search);
      await page.keyboard.press('Escape');
      await search.waitFor({ state: 'detached' });
    }
    await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await slow.detach();
  });

  it('goes from sign-in to an opened contact without the mouse', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Buscar ou executar um comando' }).waitFor();
    await page.keyboard.type('sair');
    await chosen(/^Sair/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Entrar' }).waitFor();
    await page.getByLabel('E-mail').waitFor();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    await until('Tab', /mantine/);
    for (
      let i = 0;
      i < 12 && (await page.evaluate(() => document.activeElement?.getAttribute('type'))) !== 'email';
      i++
    )
      await page.keyboard.press('Tab');
    await page.keyboard.press('Control+a');
    await page.keyboard.type(admin.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(admin.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Campos e etiquetas' }).waitFor(); // where one was
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Buscar ou executar um comando' }).waitFor();
    await page.keyboard.type('contatos');
    await chosen(/^Contatos/);
    await page.keyboard.press('Enter');
    await page.getByText('2.000 contatos', { exact: true }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('silva');
    await page.keyboard.press('Enter');
    await page.getByRole('row').nth(2).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Detalhes do contato' }).getByRole('heading').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Atalhos de teclado' }).waitFor();
    await lookAt(page, 'pt-BR', 'shortcut-sheet');
    await page.keyboard.press('Escape');
  });

  it('has seen no error in the page', () => {
    expect(problems).toEqual([]);
  });
});
