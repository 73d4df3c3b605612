import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAt, speak } from './look';
import { type Program, startProgram } from './program';

const contacts = 20_000;
const password = 'segredo-bem-longo';

let program: Program;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  process.env.CARTEIRA_PASSWORD = password;
  program = await startProgram(async (run) => {
    await run('demo', '--contacts', String(contacts), '--seed', '7');
  });
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
  await speak(page, 'pt-BR');
  await page.getByLabel('E-mail').fill('demo@example.com');
  await page.getByLabel('Senha', { exact: true }).fill(password);
  await button('Entrar').click();
  await page.getByText('20.000 contatos', { exact: true }).waitFor();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const item = (name: string | RegExp) => page.getByRole('menuitem', { name });
const grid = () => page.getByRole('grid');
const heads = () => page.locator('.ghead [data-col]').evaluateAll((all) => all.map((c) => c.getAttribute('data-col')));
/** How many the list says there are. */
const count = async () =>
  Number(((await page.locator('.toolbar h1 + .num').textContent()) ?? '').replace(/\D/g, '') || 0);
const width = (id: string) =>
  page.locator(`.ghead [data-col="${id}"]`).evaluate((c) => Math.round(c.getBoundingClientRect().width));

describe('the list with 20,000 contacts', () => {
  it('looks right in both languages and themes', async () => {
    await lookAt(page, 'pt-BR', 'list');
    await speak(page, 'en');
    await lookAt(page, 'en', 'list');
    await speak(page, 'pt-BR');
  });

  it('moves and sizes columns by pointer and by keyboard, and remembers both', async () => {
    expect(await heads()).toEqual(['name', 'phone', 'cpf', 'city', 'owner', 'labels', 'lastInteractionAt']);
    const phone = await page.locator('.ghead [data-col="phone"] .sorth').boundingBox();
    const owner = await page.locator('.ghead [data-col="owner"]').boundingBox();
    if (!phone || !owner) throw new Error('no head');
    await page.mouse.move(phone.x + 10, phone.y + 8);
    await page.mouse.down();
    await page.mouse.move(phone.x + 60, phone.y + 8, { steps: 4 });
    await page.mouse.move(owner.x + owner.width - 4, owner.y + 8, { steps: 8 });
    expect(await page.locator('.ghead [data-drop]').count()).toBe(1);
    await page.mouse.up();
    expect(await heads()).toEqual(['name', 'cpf', 'city', 'owner', 'phone', 'labels', 'lastInteractionAt']);

    const before = await width('cpf');
    const grip = await page.locator('.ghead [data-col="cpf"] .colgrip').boundingBox();
    if (!grip) throw new Error('no grip');
    await page.mouse.move(grip.x + 4, grip.y + 10);
    await page.mouse.down();
    await page.mouse.move(grip.x + 64, grip.y + 10, { steps: 5 });
    await page.mouse.up();
    expect(await width('cpf')).toBe(before + 60);

    await grid().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp'); // to the name in the head
    await page.keyboard.press('ArrowRight'); // cpf
    await page.keyboard.press('Shift+ArrowLeft');
    expect(await width('cpf')).toBe(before + 60 - 24);
    await page.keyboard.press('Alt+ArrowRight');
    expect((await heads()).slice(1, 3)).toEqual(['city', 'cpf']);
    await page.reload();
    await page.getByText('20.000 contatos', { exact: true }).waitFor();
    expect((await heads()).slice(1, 3)).toEqual(['city', 'cpf']);
    expect(await width('cpf')).toBe(before + 36);

    await button('Colunas').click();
    await page.getByRole('dialog', { name: 'Colunas' }).waitFor();
    await page.getByRole('checkbox', { name: 'E-mail' }).check();
    await lookAt(page, 'pt-BR', 'list-columns');
    await button('Mover para antes: CPF').click();
    expect((await heads()).slice(1, 3)).toEqual(['email', 'cpf']);
    await button('Restaurar colunas padrão').click();
    await page.keyboard.press('Escape');
    expect(await heads()).toEqual(['name', 'phone', 'cpf', 'city', 'owner', 'labels', 'lastInteractionAt']);
  });

  it('sorts by owner and by e-mail, those without at the end of both directions, and jumps to either end', async () => {
    const cells = (col: string) =>
      page.locator('.row').evaluateAll((rows, at) => {
        const heads = [...document.querySelectorAll('.ghead > div')].map((h) => h.getAttribute('data-col'));
        const shown = rows.filter((r) => r.querySelector('.who b')) as HTMLElement[];
        const top = (r: HTMLElement) => r.getBoundingClientRect().top;
        return shown
          .sort((a, b) => top(a) - top(b))
          .map((r) => {
            const cell = r.children[heads.indexOf(at)];
            return (cell?.querySelector('b') ?? cell)?.textContent ?? '';
          });
      }, col);
    const head = (col: string) => page.locator(`.ghead [data-col="${col}"]`);
    const owners = async () => [...new Set(await cells('owner'))].join();
    await head('owner').locator('button').click();
    await expect.poll(owners).toBe('Bruno Sá');
    expect(await head('owner').getAttribute('aria-sort')).toBe('ascending');
    const names = await cells('name');
    const plain = names.map((name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
    expect(plain).toEqual([...plain].sort());
    await head('owner').locator('button').click();
    await expect.poll(owners).not.toBe('Bruno Sá');
    expect(await owners()).not.toBe('');
    expect(await head('owner').getAttribute('aria-sort')).toBe('descending');
    await grid().focus();
    await page.keyboard.press('End');
    await expect.poll(owners).toBe('');
    await button('Ordenar por').click();
    await page.getByRole('menuitemradio', { name: 'E-mail' }).click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url()).toContain('sort=email');
    await grid().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter'); // the first in descending order has one
    await page.locator('.aside').getByText(/@/).first().waitFor();
    await page.keyboard.press('Escape');
    await grid().focus();
    await page.keyboard.press('Escape');
    await head('name').locator('button').click();
    await expect.poll(() => page.url()).not.toContain('sort=');
  });

  it('filters, saves the filter as a segment, finds it changed, updates, renames and deletes it', async () => {
    await button('Ativos').click();
    await button('Filtrar (1)').click();
    await page.getByRole('radiogroup', { name: 'Responsável' }).getByText('Com responsável').click();
    await page.keyboard.press('Escape');
    await page.getByText('Filtrar (2)').waitFor();
    await expect.poll(count).toBeLessThan(contacts);
    const active = await count();
    await button('Segmentos').click();
    await lookAt(page, 'pt-BR', 'list-segments');
    await item('Salvar filtros como segmento…').click();
    await page.getByLabel('Nome do segmento').fill('Ativos com dono');
    await lookAt(page, 'pt-BR', 'list-segment-name');
    await page.keyboard.press('Enter');
    await button('Segmento: Ativos com dono').waitFor();

    await button('Remover filtro: Responsável').click();
    await expect.poll(count).toBeGreaterThan(active);
    const all = await count();
    await button('Segmento: Ativos com dono, com filtros alterados').click();
    await item('Atualizar “Ativos com dono” com estes filtros').click();
    await button('Segmento: Ativos com dono').click();
    await page.getByRole('menuitemradio', { name: 'Todos os contatos' }).click();
    await expect.poll(count).toBe(contacts);
    await button('Segmentos').click();
    await page.getByRole('menuitemradio', { name: 'Ativos com dono' }).click();
    await expect.poll(count).toBe(all);

    await button('Segmento: Ativos com dono').click();
    await item('Renomear…').click();
    await page.getByLabel('Nome do segmento').fill('Só ativos');
    await page.keyboard.press('Enter');
    await button('Segmento: Só ativos').click();
    await item('Excluir segmento…').click();
    await lookAt(page, 'pt-BR', 'list-segment-delete');
    await page.getByRole('dialog').getByRole('button', { name: 'Excluir segmento…' }).click();
    await button('Segmentos').waitFor();
    await button('Limpar filtros').click();
    await expect.poll(count).toBe(contacts);
  });

  it('labels everybody but two, in the background, while the list stays usable', async () => {
    await grid().focus();
    await page.keyboard.press('Control+a');
    await page.getByRole('toolbar', { name: '20.000 selecionados' }).waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.getByRole('toolbar', { name: '19.998 selecionados' }).waitFor();
    await lookAt(page, 'pt-BR', 'list-selection');
    await page.getByRole('toolbar').getByRole('button', { name: 'Etiquetas' }).click();
    await page.getByRole('dialog', { name: 'Etiquetas da seleção' }).waitFor();
    await page
      .getByRole('combobox', { name: 'Etiqueta' })
      .or(page.getByLabel('Etiqueta', { exact: true }))
      .first()
      .click();
    const choice = page.getByRole('option').first();
    const label = (await choice.textContent()) ?? '';
    await choice.click();
    await lookAt(page, 'pt-BR', 'list-labels');
    await button('Adicionar a 19.998 contatos').click();
    await page.getByText('Ação em lote iniciada').waitFor();
    // The list answers meanwhile.
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: /Buscar por nome/ }).fill('silva');
    await expect.poll(count).toBeLessThan(contacts);
    expect(page.url(), 'words stay out of what a browser keeps').not.toContain('silva');
    await page.getByText(`Adicionar a etiqueta “${label}”: Concluída`).waitFor({ timeout: 60_000 });
    await lookAt(page, 'pt-BR', 'list-labelled');
    await button('Limpar a busca').click();
    await expect.poll(count).toBe(contacts);
    await button(/^Notificações/).click();
    await page
      .getByText(/19\.998 contatos alterados|contatos alterados e/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.goto(`${page.url().split('#')[0]}#/?q=`);
  });

  it('asks before it deactivates, and says how many', async () => {
    await page.getByText('20.000 contatos', { exact: true }).waitFor();
    await grid().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('toolbar', { name: '3 selecionados' }).waitFor();
    await button('Desativar').click();
    await page.getByText('Desativar 3 contatos?').waitFor();
    await lookAt(page, 'pt-BR', 'list-deactivate');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancelar' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await grid().focus();
    await page.keyboard.press('Escape');
    await page.getByRole('toolbar').waitFor({ state: 'detached' });
  });

  it('keeps selection and keyboard in the cards', async () => {
    const view = page.getByRole('radiogroup', { name: 'Visualização' });
    await view.getByRole('img', { name: 'Cartões' }).click();
    await grid().focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await page.getByRole('toolbar', { name: '2 selecionados' }).waitFor();
    await lookAt(page, 'pt-BR', 'list-cards');
    await view.getByRole('img', { name: 'Lista' }).click();
    await page.getByRole('toolbar', { name: '2 selecionados' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('fits 1024×640 and twice the zoom with everything selected', async () => {
    for (const [w, h] of [
      [1024, 640],
      [720, 450],
    ] as const) {
      await page.setViewportSize({ width: w, height: h });
      await grid().focus();
      await page.keyboard.press('Control+a');
      await page.waitForTimeout(200);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over).toBeLessThanOrEqual(0);
      await lookAt(page, 'pt-BR', `list-selection-${w}`);
      await page.keyboard.press('Escape');
    }
  });

  it('met no error on the way', () => {
    expect(problems).toEqual([]);
  });
});
