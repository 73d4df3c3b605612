import { readFile } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyLook, lookAt } from './look';
import { command, type Program, startProgram } from './program';

const email = 'renata@exemplo.com.br';
const password = 'gato na janela azul';
const agent = 'leticia@exemplo.com.br';

let program: Program;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  program = await startProgram();
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    acceptDownloads: true,
  });
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(program.url);
  await page.getByLabel('Nome', { exact: true }).fill('Renata Moraes');
  await page.getByLabel('E-mail', { exact: true }).fill(email);
  await page.getByLabel('Senha', { exact: true }).fill(password);
  await page.getByLabel('Repita a senha').fill(password);
  await button('Criar conta e entrar').click();
  await page.getByRole('link', { name: 'Usuários e permissões' }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
/** The screen as it stands, in both languages and both themes, and as narrow as the window gets. */
async function everySize(name: string): Promise<void> {
  await everyLook(page, name);
  await page.setViewportSize({ width: 1024, height: 640 });
  await lookAt(page, 'pt-BR', `${name}-narrow`);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth),
    'nothing beside the window',
  ).toBeLessThanOrEqual(1024);
  await page.setViewportSize({ width: 1440, height: 900 });
}

const go = (name: string) => page.getByRole('link', { name }).click();

describe('administration', () => {
  it('creates a user, who is listed and can sign in', async () => {
    await go('Usuários e permissões');
    await button('Novo usuário').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nome').fill('Letícia D’Ávila');
    await dialog.getByLabel('E-mail').fill(agent);
    await dialog.getByLabel('Número externo').fill('(41) 99876-5432');
    await dialog.getByLabel('Limite de atendimentos simultâneos').fill('3');
    await dialog.getByLabel('Senha inicial').fill('1234567890');
    await dialog.getByRole('button', { name: 'Criar usuário' }).click();
    await dialog.getByText(/uma das primeiras/).waitFor();
    await lookAt(page, 'pt-BR', 'user-dialog');
    await dialog.getByLabel('Senha inicial').fill('cachorro no quintal');
    await dialog.getByLabel('Senha inicial').press('Enter');
    await page.getByRole('rowheader', { name: /Letícia/ }).waitFor();
    await page.getByText('(41) 99876-5432').waitFor();
    await button(/^Mudar a presença de Renata/).click();
    await page.getByRole('menuitem', { name: 'Pausar…' }).click();
    await page.getByLabel('Motivo da pausa').fill('reunião');
    await page.keyboard.press('Enter');
    await page.getByText('· reunião').waitFor();
    await everySize('users');
    expect(await command(program, { email: agent, password: 'cachorro no quintal' }, 'contact', 'list')).toBeTruthy();
  });

  it('shows who may do what, and switches a right', async () => {
    await page.getByRole('tab', { name: 'Permissões' }).click();
    const right = page.getByRole('switch', { name: 'Unir duplicados para Atendimento' });
    await right.focus();
    await page.keyboard.press('Space');
    await page.getByText('1 permissão diferente do padrão').waitFor();
    await everySize('permissions');
    const all = (await command(program, { email, password }, 'permission', 'list')) as {
      permissions: { agent: { merge: boolean } };
    };
    expect(all.permissions.agent.merge).toBe(true);
  });

  it('keeps services and tabulations', async () => {
    await go('Serviços e tabulações');
    await lookAt(page, 'pt-BR', 'services-empty');
    for (const [name, mailbox, validated] of [
      ['Vendas', 'vendas@exemplo.com.br', true],
      ['Suporte', 'suporte@exemplo.com.br', false],
      ['WhatsApp', '', false],
    ] as const) {
      await button('Novo serviço').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Nome').fill(name);
      await dialog.getByLabel('Caixa de e-mail').fill(mailbox);
      if (validated) await dialog.getByLabel('A caixa foi validada').check();
      await dialog.getByRole('button', { name: 'Criar serviço' }).click();
      await page.getByRole('rowheader', { name }).waitFor();
    }
    await everySize('services');
    await page.getByRole('tab', { name: 'Tabulações' }).click();
    for (const name of ['Dúvida', 'Elogio', 'Trote']) {
      await page.getByLabel('Nova tabulação').fill(name);
      await page.keyboard.press('Enter');
      await page.getByRole('rowheader', { name }).waitFor();
    }
    await button('Arquivar: Trote').click();
    await page.getByLabel('Mostrar arquivadas').check();
    await page.getByRole('row', { name: /Trote/ }).getByText('Arquivada').waitFor();
    await everySize('tabulations');
  });

  it('says what each setting of the organization does', async () => {
    await go('Configurações');
    await page.getByLabel('Nome da organização').fill('Central Sul');
    await button('Salvar').click();
    await button('Salvar').waitFor({ state: 'hidden' });
    await everySize('settings');
  });

  it('reads the audit, verifies and exports it', async () => {
    await go('Auditoria');
    await page.getByText('Criou um usuário').first().waitFor();
    await button('Verificar a cadeia').click();
    await page.getByText('A cadeia está íntegra').waitFor();
    await page.getByRole('grid', { name: 'Registros da auditoria' }).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Registro 1', exact: true }).waitFor();
    // The details take room from the list, not the entry that they are about from sight.
    const entry = page.locator('.audit-rows .row[data-open]');
    await entry.waitFor();
    const hidden = async () => {
      const dock = await page.locator('.audit-dock').boundingBox();
      const row = await entry.boundingBox();
      return !dock || !row || row.y + row.height > dock.y + 1;
    };
    await expect.poll(hidden).toBe(false);
    await everySize('audit');
    const download = page.waitForEvent('download');
    await button('Exportar CSV').click();
    const text = await readFile(await (await download).path(), 'utf8');
    expect(text.split('\r\n')[0]).toBe('\uFEFFseq;at;user;source;action;subject;detail;hash');
    expect(text).toContain('Renata Moraes;window;user.add');
    await page.getByRole('combobox', { name: 'O que fez' }).click();
    await page.getByRole('option', { name: 'Mudou uma permissão' }).click();
    await page.getByRole('row', { name: /Mudou uma permissão/ }).waitFor();
    expect(page.url()).toContain('action=permission.set');
  });

  it('changes one’s own password with the current one', async () => {
    await button(/conta de Renata/).click();
    await page.getByRole('menuitem', { name: 'Minha conta' }).click();
    await page.getByLabel('Senha atual').fill('errada');
    await page.getByLabel('Nova senha', { exact: true }).fill('peixe no aquário');
    await page.getByLabel('Repita a nova senha').fill('peixe no aquário');
    await button('Trocar a senha').click();
    await page.getByText('A senha atual não confere.').waitFor();
    await everySize('account');
    await page.getByLabel('Senha atual').fill(password);
    await button('Trocar a senha').click();
    await page.getByText('Sua senha foi trocada').waitFor();
  });

  it('locks after five wrong passwords and counts down, for whoever has no account too', async () => {
    await button(/conta de Renata/).click();
    await page.getByRole('menuitem', { name: 'Sair' }).click();
    await page.getByLabel('E-mail').fill('ninguem@exemplo.com.br');
    for (let n = 0; n < 5; n++) {
      await page.getByLabel('Senha', { exact: true }).fill(`errada numero ${n}`);
      await button('Entrar').click();
      if (n < 4) await page.getByText('E-mail ou senha não conferem.').waitFor();
      await page.waitForFunction(() => !document.querySelector('[data-loading]'));
    }
    await page
      .getByRole('alert')
      .getByText(/bloqueada até/)
      .waitFor();
    await page.getByText(/em 4 minutos e/).waitFor();
    await lookAt(page, 'pt-BR', 'locked');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Senha', { exact: true }).fill('peixe no aquário');
    await button('Entrar').click();
    await page.getByRole('link', { name: 'Auditoria' }).waitFor();
  });

  it('shows an agent nothing of all this', async () => {
    await button(/conta de Renata/).click();
    await page.getByRole('menuitem', { name: 'Sair' }).click();
    await page.getByLabel('E-mail').fill(agent);
    await page.getByLabel('Senha', { exact: true }).fill('cachorro no quintal');
    await button('Entrar').click();
    await page.getByRole('link', { name: 'Configurações' }).waitFor();
    expect(await page.getByRole('link', { name: 'Auditoria' }).count()).toBe(0);
    await page.goto(`${program.url.split('#')[0]}#/audit`);
    await page.getByText('Você não tem permissão para ver esta tela.').waitFor();
    expect(problems).toEqual([]);
  });
});
