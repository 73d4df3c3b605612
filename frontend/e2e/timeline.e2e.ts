import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyLook, lookAt, speak } from './look';
import { command, type Program, startProgram } from './program';

// What happens with one contact, in the window of the real program: D2.6, D10.1.

let program: Program;
let browser: Browser;
let page: Page;
const problems: string[] = [];
const password = 'segredo-bem-longo';

beforeAll(async () => {
  program = await startProgram();
  await command(program, { email: 'demo@example.com', password }, 'demo', '--contacts', '300');
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(program.url);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const tab = (name: RegExp) => page.getByRole('tab', { name });
/** The page of a contact; the list is behind it, out of sight. */
const sheet = () => page.getByRole('article', { name: 'Página do contato' });
const panel = () => page.getByRole('complementary', { name: 'Contato' });

describe('the timeline of a contact', () => {
  it('opens beside the list', async () => {
    await speak(page, 'pt-BR');
    await page.getByLabel('E-mail').fill('demo@example.com');
    await page.getByLabel('Senha', { exact: true }).fill(password);
    await button('Entrar').click();
    await page.getByRole('grid').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('ana');
    await page.waitForTimeout(400);
    await page.getByRole('row').nth(2).click();
    await page.keyboard.press('Enter');
    await tab(/^Dados/).waitFor();
    await tab(/^Interações/).click();
    await everyLook(page, 'panel-timeline');
  });

  it('takes an interaction entered by hand, with a protocol of its own', async () => {
    await panel().getByRole('button', { name: 'Nova interação' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Nova interação' });
    await dialog.getByText('Aberta', { exact: true }).click();
    await dialog.getByLabel('Assunto').fill('Segunda via do boleto');
    await dialog.getByLabel('Mensagem').fill('Bom dia! Preciso da segunda via.');
    await everyLookOfDialog('dialog-add');
    await dialog.getByRole('button', { name: 'Salvar' }).click();
    await page.getByText('Interação registrada').waitFor();
    const first = panel().getByRole('list', { name: 'Interações' }).getByRole('listitem').first();
    await first.getByText('Aberta', { exact: true }).waitFor();
    await first.getByText(/^Protocolo \d{8}-[0-9A-Z]{5}-[0-9A-Z]{5}/).waitFor(); // the list may be read again just now
  });

  it('expands to a page by a key, and shows what was said', async () => {
    await panel().getByRole('heading', { level: 2 }).focus();
    await page.keyboard.press('Alt+Enter');
    await page.waitForURL(/#\/contacts\/[0-9a-f-]{36}/);
    const contact = page.getByRole('article', { name: 'Página do contato' });
    await contact.getByRole('button', { name: /^Ver 2 conteúdos$/ }).click();
    await contact.getByText('Preciso da segunda via.').waitFor();
    await everyLook(page, 'page-timeline');
    // The menu of the last one reaches below the list and is cut off by nothing.
    await button(/^Mais ações do protocolo/)
      .last()
      .click();
    const lowest = page.getByRole('menu').getByRole('menuitem').last();
    await lowest.waitFor();
    await page.waitForTimeout(200);
    expect(
      await lowest.evaluate((e) => {
        e.scrollIntoView({ block: 'nearest' });
        const box = e.getBoundingClientRect();
        return e.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
      }),
    ).toBe(true);
    await page.keyboard.press('Escape');
  });

  it('closes it with tabulation and handle time', async () => {
    await button('Encerrar').first().click();
    const dialog = page.getByRole('dialog', { name: 'Encerrar interação' });
    await dialog.getByRole('combobox', { name: 'Tabulação' }).fill('Segunda via');
    await page.keyboard.press('Tab'); // the list of names closes
    await dialog.getByLabel('Tempo de atendimento').fill('abc');
    await dialog.getByRole('button', { name: 'Encerrar' }).click();
    await dialog.getByText('Escreva minutos e segundos, como 3:05.').waitFor();
    await dialog.getByLabel('Tempo de atendimento').fill('3:05');
    await dialog.getByRole('button', { name: 'Encerrar' }).click();
    await page.getByText('Interação encerrada').waitFor();
    await sheet().getByText('3:05').first().waitFor();
  });

  it('takes the survey, an appointment and a note', async () => {
    await button(/^Mais ações do protocolo/)
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Resposta da pesquisa' }).click();
    const survey = page.getByRole('dialog', { name: 'Resposta da pesquisa' });
    await survey.getByText('9', { exact: true }).click();
    await everyLookOfDialog('dialog-survey');
    await survey.getByRole('button', { name: 'Salvar' }).click();
    await sheet().getByText('Nota 9 de 10').first().waitFor();

    await tab(/^Agenda/).click();
    await button('Novo agendamento').click();
    const visit = page.getByRole('dialog', { name: 'Novo agendamento' });
    await visit.getByRole('button', { name: 'Salvar' }).click();
    await visit.getByText('Informe a data e a hora.').waitFor();
    await visit.getByRole('button', { name: /^Data e hora/ }).click();
    await page
      .getByRole('button', { name: /^1[0-9] / })
      .first()
      .click();
    await button('Confirmar data e hora').press('Enter');
    await visit.getByLabel('Assunto').fill('Renovação do plano');
    await visit.getByRole('button', { name: 'Salvar' }).click();
    await sheet().getByText('Renovação do plano').waitFor();
    await everyLook(page, 'page-appointments');

    await tab(/^Notas/).click();
    await page.getByLabel('Nova nota').fill('Prefere contato pela manhã.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Nota acrescentada').waitFor();
    await sheet().getByText('Prefere contato pela manhã.').last().waitFor();
    await tab(/^Pesquisas/).click();
    await sheet().getByText('Nota 9 de 10').first().waitFor();
    await tab(/^Histórico/).click();
    await everyLook(page, 'page-history');
  });

  it('goes back by Escape to the list as it was', async () => {
    await page.getByRole('heading', { level: 1 }).first().focus();
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.hash.includes('/contacts/'));
    expect(await page.getByLabel('Buscar por nome, telefone, e-mail ou CPF').inputValue()).toBe('ana');
    await panel().waitFor();
  });

  it('fits 1024 px and a window zoomed to 200 %', async () => {
    await panel().getByRole('button', { name: 'Abrir a página inteira' }).click();
    for (const [width, height] of [
      [1024, 640],
      [720, 450],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(200);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, `${width} px`).toBeLessThanOrEqual(0);
      await lookAt(page, 'pt-BR', `page-${width}`);
    }
  });

  it('prints the whole contact, light and with every side, and leaves the screen as it was', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.evaluate(() => {
      window.print = () => {
        document.documentElement.dataset.printed = document.querySelector<HTMLElement>('.on-paper')?.textContent ?? '';
      };
    });
    await button('Imprimir').click();
    await page.waitForFunction(() => document.documentElement.dataset.printed !== undefined);
    expect(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe('light');
    const paper = await page.evaluate(() => document.documentElement.dataset.printed ?? '');
    for (const text of [
      'Formas de contato',
      'Renovação do plano',
      'Prefere contato pela manhã.',
      'Nota 9 de 10',
      'Impresso em',
    ])
      expect(paper).toContain(text);
    await page.emulateMedia({ media: 'print', reducedMotion: 'reduce' });
    expect(await button('Editar contato').isVisible()).toBe(false);
    expect(await page.locator('.on-paper').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await page.waitForFunction(() => document.querySelector('.on-paper') === null);
    expect(await page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe('dark');
  });

  it('imports a file of interactions: columns, first lines, result, rejected lines', async () => {
    await page.getByRole('link', { name: 'Importações', exact: true }).click();
    await button('Importar interações').click();
    await button('Escolher arquivo').waitFor();
    await everyLook(page, 'interactions-file');
    await page.locator('input[type=file]').setInputFiles({
      name: 'semana.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        'protocolo,canal,de,abertura,encerramento,loja\nW-1,voice,5548999990001,2026-03-01 09:00,2026-03-01 09:07,Centro\nW-2,fax,5548999990001,2026-03-01 09:00,,\n',
      ),
    });
    await page.getByText('1 pode entrar. 1 seria recusada. Elas criam 1 contato novo.').waitFor();
    await everyLook(page, 'interactions-preview');
    await button('Importar 1 linha').click();
    await page.getByText('Concluída com ressalvas').first().waitFor();
    await page.getByRole('heading', { name: 'Importar interações' }).waitFor();
    await button(/^Canal desconhecido/).waitFor();
    await everyLook(page, 'interactions-result');
    const waiting = page.waitForEvent('download');
    await page.getByRole('main').getByRole('button', { name: 'Salvar CSV de erros' }).click();
    const report = await readFile(await (await waiting).path(), 'utf8');
    expect(report).toContain('W-2,fax,5548999990001');
    expect(report).not.toContain('W-1');
  });

  it('enters an interaction from any screen, with somebody whom nobody knows yet', async () => {
    await page.keyboard.press('Control+i');
    const dialog = page.getByRole('dialog', { name: 'Nova interação' });
    await dialog.getByRole('textbox', { name: /^Com quem/ }).waitFor();
    await page.keyboard.type('47 98888-6666'); // the focus is there
    await dialog.getByRole('option', { name: 'Criar contato com o telefone (47) 98888-6666' }).waitFor();
    await everyLookOfDialog('new-interaction-unknown');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Nome').fill('Davi Rocha');
    await dialog.getByLabel('Assunto').fill('Quer uma proposta');
    await everyLookOfDialog('new-interaction-new');
    await page.keyboard.press('Control+Enter');
    await page.getByText('O contato Davi Rocha foi criado.').waitFor();
    await button('Abrir o contato').click();
    await panel().getByRole('heading', { name: 'Davi Rocha' }).waitFor();
    await tab(/^Interações/).click();
    const calls = panel().getByRole('list', { name: 'Interações' });
    await calls.getByText(/^Protocolo/).waitFor();

    // And again, without the ninth digit: the contact is offered, no second one.
    await button('Nova interação').first().click();
    await page.keyboard.type('4788886666');
    const known = dialog.getByRole('option', { name: /Davi Rocha/ });
    await known.waitFor();
    expect(await dialog.getByRole('option').count()).toBe(1);
    await everyLookOfDialog('new-interaction-known');
    await page.keyboard.press('Enter');
    await dialog.getByRole('group', { name: 'Com quem' }).getByText('Davi Rocha').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Com Davi Rocha.').waitFor();
    await page.waitForFunction(
      () => document.querySelectorAll('[aria-label="Interações"] > li').length === 2,
      undefined,
      { timeout: 5000 },
    );
  });

  it('is offered by the palette for a text that finds nobody', async () => {
    await speak(page, 'en');
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Search or run a command' }).fill('Xenofonte Qwerty');
    await page.getByText('Record an interaction with “Xenofonte Qwerty”').waitFor();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'New interaction' });
    await dialog.getByRole('option', { name: 'Create the contact “Xenofonte Qwerty”' }).waitFor();
    await lookAt(page, 'en', 'new-interaction-palette');
    await page.setViewportSize({ width: 720, height: 450 }); // zoomed to 200 %
    await page.keyboard.press('Enter');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).waitFor();
    await lookAt(page, 'en', 'new-interaction-720');
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1440, height: 900 });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Discard' }).click();
    await dialog.waitFor({ state: 'detached' });
    await speak(page, 'pt-BR');
  });

  it('had no error in the page', () => expect(problems).toEqual([]));
});

/** A dialog lies over the language switch: one language, both themes. */
async function everyLookOfDialog(name: string): Promise<void> {
  await lookAt(page, 'pt-BR', name);
}
