import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyLook, lookAt } from './look';
import { command, type Program, startProgram } from './program';

// Rules that are seen in the window and that no walk through a whole screen comes across: D1.2 to D1.9, D2.1, D2.5, D9.1.

const renata = { email: 'renata@exemplo.com.br', password: 'segredo-bem-longo' };
const cpf = { right: '11144477735', legacy: '11144477736' };
const cnpj = '12ABC34501DE35';

let program: Program;
let browser: Browser;
let page: Page;
const problems: string[] = [];

async function prepare(run: (...args: string[]) => Promise<unknown>, data: string): Promise<void> {
  const as = ['--as', renata.email];
  await run('init', '--admin-email', renata.email, '--admin-name', 'Renata Moraes');
  await run(...as, 'settings', 'set', 'language', 'pt-BR');
  await run(...as, 'contact', 'create', '--name', 'Célia Antiga', '--cpf', cpf.right, '--city', 'Natal');
  await run(...as, 'contact', 'create', '--name', 'Padaria Aurora', '--corporate', 'true', '--cnpj', cnpj, ...reach);
  const file = join(data, 'evento.csv');
  await writeFile(file, 'contact_name;contact_city\r\nZilá Um;Recife\r\nZilá Dois;Recife\r\nZilá Três;Recife\r\n');
  await run(...as, 'import', file);
  // No program of today stores such a CPF: it is written as an earlier one may have left it.
  const replica = join(data, 'carteira.db');
  let bytes = (await readFile(replica)).toString('latin1');
  for (const [right, legacy] of [
    [cpf.right, cpf.legacy],
    [asKey(cpf.right), asKey(cpf.legacy)],
  ] as const) {
    if (!bytes.includes(right)) throw new Error('the CPF is not found in the replica');
    bytes = bytes.replaceAll(right, legacy);
  }
  await writeFile(replica, Buffer.from(bytes, 'latin1'));
}
/** The six bytes in which SQLite holds it as a number. */
function asKey(digits: string): string {
  const key = Buffer.alloc(6);
  key.writeUIntBE(Number(digits), 0, 6);
  return key.toString('latin1');
}
const reach = ['--email', 'contato@aurora.com.br', '--phone', '5584988776655', '--instagram', '@aurora.oficial'];

beforeAll(async () => {
  process.env.CARTEIRA_PASSWORD = renata.password;
  program = await startProgram(prepare);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await open(program.url);
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

async function open(url: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  const opened = await context.newPage();
  opened.setDefaultTimeout(30_000);
  opened.on('pageerror', (error) => problems.push(error.message));
  await opened.goto(url);
  await signIn(opened);
  return opened;
}
// Right after somebody has signed out the page may be drawn once more, and what was typed into the first is gone.
async function signIn(where: Page): Promise<void> {
  const list = where.getByRole('grid');
  const signedIn = async () => {
    if (await list.isVisible()) return true;
    await where.getByLabel('E-mail').fill(renata.email);
    await where.getByLabel('Senha', { exact: true }).fill(renata.password);
    await where.getByRole('button', { name: 'Entrar', exact: true }).click();
    return list.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
  };
  for (let left = 5; !(await signedIn()); left--) {
    if (left === 0) throw new Error('signing in does not lead to the list');
  }
}
const button = (name: string | RegExp) => page.getByRole('button', { name });
const form = () => page.getByRole('dialog').first();
const box = (name: string) => form().getByRole('textbox', { name, exact: true });
const panel = () => page.getByRole('complementary', { name: 'Detalhes do contato' });
const row = (name: string) => page.getByRole('row').filter({ hasText: name });
const listed = async (search: string) =>
  (
    (await command(program, renata, 'contact', 'list', '--search', search)) as {
      contacts: { id: string; name: string; cpf: string; cnpj: string; city: string; phones: string[] }[];
    }
  ).contacts;
/** The form of a new contact, begun by keyboard. */
async function begin(name: string): Promise<void> {
  await page.getByRole('grid').focus();
  await page.keyboard.press('n');
  await box('Nome').fill(name);
}
const save = () => page.keyboard.press('Control+Enter');
async function giveUp(): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Sair sem salvar?' }).waitFor();
  await button('Descartar').click();
  await page.getByRole('dialog').first().waitFor({ state: 'detached' });
}
async function saved(name: string): Promise<void> {
  await save();
  await panel().getByRole('heading', { name }).waitFor();
  await page.keyboard.press('Escape');
}
async function setting(name: string, on: boolean): Promise<void> {
  await page.getByRole('link', { name: 'Configurações' }).click();
  const there = page.getByRole('switch', { name, exact: true });
  await there.press('Space');
  await expect.poll(async () => (await there.isEnabled()) && (await there.isChecked()) === on).toBe(true); // saved
  await page.getByRole('link', { name: 'Contatos', exact: true }).click();
  await page.getByRole('grid').waitFor();
}

describe('rules of a contact', () => {
  it('flags a legacy value, keeps it through an edit, and lets it be mended (D1.3)', async () => {
    await row('Célia Antiga').dblclick();
    await panel().getByText('•••.444.777-••').waitFor();
    const flag = 'Valor antigo, mantido até você mudar. O dígito verificador do CPF não confere.';
    await panel().getByText(flag).waitFor();
    await everyLook(page, 'legacy-panel');
    await panel().getByRole('button', { name: 'Editar contato' }).click();
    await form().getByText('1 valor antigo não passa na conferência de hoje').waitFor();
    expect(await box('CPF').inputValue()).toBe('111.444.777-36');
    await form().getByText(flag).waitFor();
    await lookAt(page, 'pt-BR', 'legacy-form');
    await box('Cidade').fill('Olinda');
    await save();
    await form().waitFor({ state: 'detached' });
    expect((await listed('Célia'))[0]).toMatchObject({ cpf: cpf.legacy, city: 'Olinda' });
    await panel().getByText(flag).waitFor();
    await panel().getByRole('button', { name: 'Editar contato' }).click();
    await box('CPF').fill(cpf.right);
    await save();
    await form().waitFor({ state: 'detached' });
    await panel().getByText(flag).waitFor({ state: 'detached' });
    expect((await listed('Célia'))[0]?.cpf).toBe(cpf.right);
    await page.keyboard.press('Escape');
  });

  it('gives a CNPJ to one contact, whether duplicates are allowed or not (D1.8)', async () => {
    for (const allowed of [false, true]) {
      if (allowed) await setting('Não permitir cadastro duplicado', false);
      await begin('Outra Padaria');
      await form().getByText('Pessoa jurídica', { exact: true }).click();
      await box('CNPJ').fill('12.abc.345/01de-35');
      await form().getByText('Já está em').waitFor();
      await save();
      await form().getByText('Este CNPJ já pertence a outro contato.').waitFor();
      expect(await box('CNPJ').getAttribute('aria-invalid')).toBe('true');
      await lookAt(page, 'pt-BR', `cnpj-taken-${allowed}`);
      await giveUp();
    }
    expect(await listed('Outra Padaria')).toEqual([]);
  });

  it('warns of a duplicate and saves it where they are allowed (D1.7, D1.9)', async () => {
    await begin('Aurora Filial');
    await box('E-mail').fill('CONTATO@Aurora.com.br');
    await form().getByText('Já está em').waitFor();
    expect(await form().getByText('Este contato já existe').count()).toBe(0);
    await lookAt(page, 'pt-BR', 'duplicate-allowed');
    await saved('Aurora Filial');
    await setting('Não permitir cadastro duplicado', true);
  });

  it('takes one number in two formats once, and one of three genders (D1.4, D1.5)', async () => {
    await begin('Davi Um Telefone');
    const line = (n: number) => form().getByRole('listitem').nth(n).locator('input[type=tel]');
    await line(0).fill('41998765432');
    await button('Adicionar telefone').click();
    await line(1).fill('+55 (41) 99876-5432');
    await form().getByRole('combobox', { name: 'Gênero' }).click();
    await page.getByRole('option').first().waitFor();
    const genders = await page.getByRole('option').allTextContents();
    expect(genders).toEqual(['Masculino', 'Feminino', 'Não Informado']);
    await page.getByRole('option', { name: 'Não Informado' }).click();
    await saved('Davi Um Telefone');
    expect((await listed('Davi'))[0]).toMatchObject({ phones: ['5541998765432'], gender: 'Não Informado' });
  });

  it('asks for an e-mail or a phone where the organization wants one (D1.2)', async () => {
    const asked = 'Informe um e-mail ou um telefone: a organização pede um dos dois.';
    await begin('Eva Sem Contato');
    await saved('Eva Sem Contato');
    await setting('Exigir e-mail ou telefone', true);
    await begin('Fábio Sem Contato');
    await save();
    await form().getByText(asked).waitFor();
    const focus = () => page.evaluate(() => document.activeElement?.closest('[data-part]')?.getAttribute('data-part'));
    await expect.poll(focus, { timeout: 5000 }).toBe('email');
    await lookAt(page, 'pt-BR', 'unreachable');
    await form().locator('input[type=tel]').first().fill('11987654321');
    await form().getByText(asked).waitFor({ state: 'detached' });
    await saved('Fábio Sem Contato');
    // Who has neither since before can be worked on; nobody loses the last one.
    await row('Fábio Sem Contato').dblclick();
    await panel().getByRole('heading', { name: 'Fábio' }).waitFor();
    await panel().getByRole('button', { name: 'Editar contato' }).click();
    await form().locator('input[type=tel]').first().fill('');
    await save();
    await form().getByText(asked).waitFor();
    await giveUp();
    await page.keyboard.press('Escape');
    await row('Eva Sem Contato').dblclick();
    await panel().getByRole('heading', { name: 'Eva' }).waitFor();
    await panel().getByRole('button', { name: 'Editar contato' }).click();
    await box('Cidade').fill('Sobral');
    await save();
    await form().waitFor({ state: 'detached' });
    expect((await listed('Eva'))[0]?.city).toBe('Sobral');
    await setting('Exigir e-mail ou telefone', false);
  });
});

describe('rules of the list', () => {
  it('finds by CNPJ, channel user name, one letter and without accents (D2.1)', async () => {
    const search = page.getByRole('textbox', { name: /Buscar por nome/ });
    const names = () => page.locator('.row .who b').allTextContents();
    for (const [text, want] of [
      ['12.ABC.345/01DE-35', ['Padaria Aurora']],
      ['AURORA.OFI', ['Padaria Aurora']],
      ['celia', ['Célia Antiga']],
      ['zí', ['Zilá Dois', 'Zilá Três', 'Zilá Um']],
      ['z', ['Zilá Dois', 'Zilá Três', 'Zilá Um']],
    ] as const) {
      await search.fill(text);
      await expect.poll(names, { message: text, timeout: 5000 }).toEqual(want);
    }
  });

  it('lists who a batch has refused, and why (D2.5)', async () => {
    await button('Limpar a busca').click();
    await row('Padaria Aurora').waitFor();
    for (const name of ['Zilá Um', 'Zilá Dois', 'Célia Antiga']) await row(name).locator('.cbx').click();
    const chosen = page.getByRole('toolbar', { name: '3 selecionados' });
    await chosen.waitFor();
    // Meanwhile somebody takes the import back that two of them came with.
    const jobs = (await command(program, renata, 'jobs', 'list')) as { jobs: { id: string; kind: string }[] };
    const job = jobs.jobs.find((j) => j.kind === 'import')?.id ?? '';
    await command(program, renata, 'import', 'undo', job);
    await row('Zilá Um').waitFor({ state: 'detached' });
    // Three of them, of whom two are gone: not everybody who is left.
    const everybody = page.getByRole('checkbox', { name: 'Selecionar as linhas visíveis' });
    expect(await everybody.evaluate((e: HTMLInputElement) => [e.checked, e.indeterminate])).toEqual([false, true]);
    await chosen.getByRole('button', { name: 'Desativar', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Desativar', exact: true }).click();
    const done = page.getByText(/Desativar.*Concluída com ressalvas/).first();
    await done.waitFor();
    await everyLook(page, 'batch-refused');
    const waiting = page.waitForEvent('download');
    await button('Salvar CSV de erros').first().click();
    const report = await readFile(await (await waiting).path(), 'utf8');
    const [head, ...refused] = report
      .replace(/^\uFEFF/, '')
      .trim()
      .split(/\r?\n/);
    expect(head).toBe('id;nome;codigo;motivo');
    expect(refused).toHaveLength(2);
    for (const line of refused) expect(line).toMatch(/^[0-9a-f-]{36};;gone;O contato não existe mais\.$/);
    await chosen.getByRole('button', { name: 'Limpar a seleção (Esc)' }).click();
  });

  it('forgets reports and notifications when their owner signs out (D9.1, D3.16)', async () => {
    await button(/conta de Renata/).click();
    await page.getByRole('menuitem', { name: 'Sair' }).click();
    await page.getByRole('grid').waitFor({ state: 'detached' });
    await signIn(page);
    await button(/^Notificações/).click();
    await page.getByText('Nenhuma notificação').waitFor();
    await page.keyboard.press('Escape');
    expect(await button('Salvar CSV de erros').count()).toBe(0);
  });
});

describe('a session that nobody uses (D9.1)', () => {
  const limit = 12; // seconds, of which the last quarter asks
  let pressed = 0;
  let short: Program;

  beforeAll(async () => {
    short = await startProgram(
      async (run) => {
        await run('init', '--admin-email', renata.email, '--admin-name', 'Renata Moraes');
        await run('--as', renata.email, 'settings', 'set', 'language', 'pt-BR');
      },
      '--session-idle',
      `${limit}s`,
    );
    await page.context().close();
    page = await open(short.url);
  });
  afterAll(() => short?.stop());

  it('is asked for before it ends, and any key keeps it', async () => {
    await button('Novo contato').click();
    await box('Nome').pressSequentially('Gil Pela Metade');
    const asked = page.getByRole('alertdialog', { name: 'Você ainda está aí?' });
    await asked.waitFor();
    // No look at it: that takes longer than there is.
    pressed = Date.now();
    await page.keyboard.press('Shift');
    await asked.waitFor({ state: 'detached' });
    expect(await box('Nome').inputValue()).toBe('Gil Pela Metade');
  });

  it('ends by itself, hides what was open, and gives it back to the same person', async () => {
    const over = page.getByRole('heading', { name: 'Sua sessão terminou por falta de uso' });
    await over.waitFor();
    expect(Date.now() - pressed).toBeGreaterThanOrEqual(limit * 1000);
    expect(await page.getByText('Contatos', { exact: true }).first().isVisible()).toBe(false);
    const behind = await page.evaluate(() => {
      const name = [...document.querySelectorAll('input')].find((e) => e.value === 'Gil Pela Metade');
      return name?.closest('[inert]') !== null && document.elementFromPoint(640, 300)?.closest('.come-back') !== null;
    });
    expect(behind).toBe(true);
    await lookAt(page, 'pt-BR', 'idle-over');
    await page.getByLabel('Senha', { exact: true }).fill('esta nao e');
    await page.keyboard.press('Enter');
    await page.getByText('E-mail ou senha não conferem.').waitFor();
    await page.getByLabel('Senha', { exact: true }).fill(renata.password);
    await page.keyboard.press('Enter');
    await over.waitFor({ state: 'detached' });
    expect(await box('Nome').inputValue()).toBe('Gil Pela Metade');
    expect(problems).toEqual([]);
  });
});
