import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyLook, lookAt, speak } from './look';
import { command, type Program, type Server, startProgram, startServer } from './program';
import { word } from './words';

const renata = { email: 'renata@exemplo.com.br', password: 'segredo-bem-longo' };

/** Two offices, each a window of its own, and the server between them. */
let server: Server;
let programs: Program[] = [];
let browser: Browser;
let pages: Page[] = [];
let contact = '';
let call = '';
const problems: string[] = [];

beforeAll(async () => {
  server = await startServer();
  programs = [await startProgram(), await startProgram()];
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  for (const program of programs) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(program.url);
    pages.push(page);
  }
});
afterAll(async () => {
  await browser?.close();
  for (const program of programs) await program.stop();
  await server?.stop();
  programs = [];
  pages = [];
});

const office = (n: 0 | 1): Page => {
  const page = pages[n];
  if (!page) throw new Error('the window is not open');
  return page;
};
const program = (n: 0 | 1): Program => {
  const p = programs[n];
  if (!p) throw new Error('the program is not running');
  return p;
};
const openSync = (page: Page) => page.getByRole('link', { name: 'Sincronização', exact: true }).click();

describe('two offices and a server', () => {
  it('the first office works alone, then joins with a code', async () => {
    const page = office(0);
    await speak(page, 'pt-BR');
    await page.getByLabel('Nome').fill('Renata Moraes');
    await page.getByLabel('E-mail').fill(renata.email);
    await page.getByLabel('Senha', { exact: true }).fill(renata.password);
    await page.getByLabel('Repita a senha').fill(renata.password);
    await page.getByRole('button', { name: 'Criar conta e entrar' }).click();
    await page.getByText('Sua base ainda está vazia').waitFor();
    const made = (await command(
      program(0),
      renata,
      'contact',
      'create',
      '--name',
      'Letícia D’Ávila',
      '--city',
      'Natal',
    )) as { id: string };
    contact = made.id;
    await page.getByText('Letícia D’Ávila').first().waitFor();

    await openSync(page);
    await page.getByText('Este computador não está ligado a um servidor').waitFor();
    await everyLook(page, 'sync-alone');
    await page.getByLabel('Endereço do servidor').fill(server.url);
    await page.getByLabel('Código de inscrição').fill('AAAA-BBBB-CCCC');
    await page.getByLabel('Nome deste escritório').fill('Recife');
    await page.getByRole('button', { name: 'Ligar este computador' }).click();
    await page
      .getByText(/código/i)
      .nth(1)
      .waitFor();
    await everyLook(page, 'sync-wrong-code');
    await page.getByLabel('Código de inscrição').fill(await server.code());
    await page.getByRole('button', { name: 'Ligar este computador' }).click();
    await page.getByRole('button', { name: 'Sincronizar agora' }).waitFor();
    await page.getByText('Nada a enviar').waitFor();
    await everyLook(page, 'sync-connected');
  });

  it('the second office joins before anybody signs in', async () => {
    const page = office(1);
    await speak(page, 'pt-BR');
    await page.getByText('Entrar em uma organização', { exact: true }).first().click();
    await everyLook(page, 'join');
    await page.getByLabel('Endereço do servidor').fill(server.url);
    await page.getByLabel('Código de inscrição').fill(await server.code());
    await page.getByLabel('Nome deste escritório').fill('Belém');
    await page.getByRole('button', { name: 'Entrar na organização' }).click();
    await page.getByRole('heading', { name: 'Entrar', exact: true }).waitFor();
    await page.getByLabel('E-mail').fill(renata.email);
    await page.getByLabel('Senha', { exact: true }).fill(renata.password);
    await page.getByRole('button', { name: 'Entrar', exact: true }).click();
    await page.getByText('Letícia D’Ávila').first().waitFor();
  });

  it('what one office does appears in the other by itself', async () => {
    await command(program(0), renata, 'contact', 'create', '--name', 'Caio Brandão');
    await office(1).getByText('Caio Brandão').first().waitFor();
    const added = await command(program(0), renata, 'interaction', 'add', '--contact', contact, '--channel', 'voice');
    call = (added as { id: string }).id;
    await expect
      .poll(
        () => command(program(1), renata, 'interaction', 'list', '--contact', contact).then((x) => JSON.stringify(x)),
        { timeout: 20_000 },
      )
      .toContain(call);
  });

  it('without the server both go on, and nobody is disturbed', async () => {
    await server.pause();
    await command(program(0), renata, 'contact', 'update', contact, '--city', 'Recife');
    await command(program(1), renata, 'contact', 'update', contact, '--city', 'Belém');
    const answer = ['survey', 'add', '--interaction', call, '--status', 'answered', '--comment'];
    await command(program(0), renata, ...answer, 'Gostou do atendimento.');
    await command(program(1), renata, ...answer, 'A segunda via não chegou.');
    const page = office(1);
    await page.getByText('2 alterações para enviar').first().waitFor();
    await page.getByText('Sem conexão', { exact: true }).first().waitFor();
    await page.getByRole('img', { name: 'Alteração ainda não enviada' }).first().waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await openSync(page);
    await page.getByText('Espera a conexão').first().waitFor();
    await everyLook(page, 'sync-offline');
  });

  it('afterwards they agree, and the text that gave way is there to be reviewed', async () => {
    await server.resume();
    const page = office(1);
    await page.getByRole('button', { name: 'Sincronizar agora' }).click();
    await openSync(office(0));
    await office(0).getByRole('button', { name: 'Sincronizar agora' }).click();
    await page.getByRole('tab', { name: /Conflitos/ }).click();
    const cards = ['Cidade', 'Comentário da pesquisa'].map((part) =>
      page.getByRole('listitem', { name: `${part} de Letícia D’Ávila` }),
    );
    for (const card of cards) await card.waitFor();
    await everyLook(page, 'sync-conflict');
    for (const card of cards) {
      await card.getByRole('button', { name: /^Usar o/ }).click();
      await card.waitFor({ state: 'detached' });
    }
    await page.getByText('Nenhum conflito').first().waitFor();
    await office(0)
      .getByRole('tab', { name: /Conflitos/ })
      .click();
    await office(0).getByText('Nenhum conflito').first().waitFor();
    const cities = await Promise.all(
      ([0, 1] as const).map(
        async (n) => ((await command(program(n), renata, 'contact', 'show', contact)) as { city: string }).city,
      ),
    );
    expect(cities[0]).toBe(cities[1]);
  });

  it('settings and users of one office are those of the other, seen where they are open (D9.1, D9.4)', async () => {
    const [page, other] = [office(0), office(1)];
    for (const p of [page, other]) await p.getByRole('link', { name: 'Configurações', exact: true }).click();
    const duplicates = (p: Page) => p.getByRole('switch', { name: 'Não permitir cadastro duplicado', exact: true });
    expect(await duplicates(other).isChecked()).toBe(true);
    await duplicates(page).press('Space');
    await expect.poll(() => duplicates(other).isChecked(), { timeout: 20_000 }).toBe(false);
    for (const p of [page, other]) await p.getByRole('link', { name: 'Usuários e permissões', exact: true }).click();
    await page.getByRole('button', { name: 'Novo usuário' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nome').fill('Bento Sá');
    await dialog.getByLabel('E-mail').fill('bento@exemplo.com.br');
    await dialog.getByRole('combobox', { name: 'Perfil' }).click();
    await page.getByRole('option', { name: 'Administração' }).click();
    await dialog.getByLabel('Senha inicial').fill('cachorro no quintal');
    await dialog.getByRole('button', { name: 'Criar usuário' }).click();
    await other.getByRole('row', { name: /Bento Sá.*Administração/ }).waitFor();
  });

  it('no two offices take away the last administrator, and who was refused is told (D9.1)', async () => {
    const [page, other] = [office(0), office(1)];
    const more = page.getByRole('button', { name: word('pt-BR', 'admin.more', { name: 'Bento Sá' }) });
    await more.waitFor();
    process.kill(program(1).pid(), 'SIGSTOP'); // the other office hears of nothing
    try {
      await more.click();
      await page.getByRole('menuitem', { name: 'Desativar…' }).click();
      await page.getByRole('dialog', { name: 'Desativar Bento Sá?' }).waitFor();
      await lookAt(page, 'pt-BR', 'user-deactivate');
      await page.getByRole('dialog').getByRole('button', { name: 'Desativar', exact: true }).click();
      await openSync(page);
      await page.getByText('Nada a enviar').waitFor();
      await command(program(1), renata, 'user', 'update', renata.email, '--profile', 'agent');
    } finally {
      process.kill(program(1).pid(), 'SIGCONT');
    }
    await openSync(other);
    await other.getByText(/^Não foi feita\. Não restaria nenhum administrador ativo/).waitFor();
    await everyLook(other, 'sync-refused-user');
    await other.getByRole('button', { name: /^Ações de Usuário/ }).click();
    await other.getByRole('menuitem', { name: 'Descartar…' }).click();
    const dialog = other.getByRole('dialog', { name: 'Descartar esta alteração?' });
    await dialog.waitFor();
    await lookAt(other, 'pt-BR', 'sync-discard');
    await dialog.getByRole('button', { name: 'Descartar', exact: true }).click();
    await other.getByText('Nada a enviar').waitFor();
    await other.getByRole('link', { name: 'Usuários e permissões', exact: true }).click(); // still an administrator
    await other.getByRole('row', { name: /Renata Moraes.*Administração/ }).waitFor();
    await other.getByRole('radiogroup').getByText('Desativados', { exact: true }).click();
    await other.getByRole('row', { name: /Bento Sá/ }).waitFor();
  });

  it('an interaction from the platform creates its contact, in every office (D10.1)', async () => {
    const sent = await fetch(`${server.url}/v1/platform/interactions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await server.key()}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        id: crypto.randomUUID(),
        from: '+5511955554444',
        name: 'Noemi Que Ligou',
        channel: 'whatsapp',
        direction: 'inbound',
        subject: 'Troca de endereço',
      }),
    });
    expect(sent.status, await sent.text()).toBe(200);
    for (const page of [office(0), office(1)]) {
      await page.getByRole('link', { name: 'Contatos', exact: true }).click();
      await page.getByRole('row').filter({ hasText: 'Noemi Que Ligou' }).dblclick();
      await page.getByRole('tab', { name: /^Interações/ }).click();
      const first = page.getByRole('list', { name: 'Interações' }).getByRole('listitem').first();
      await first.getByText('WhatsApp').first().waitFor();
      await first.getByRole('button', { name: 'Ver 2 conteúdos' }).click(); // the address is one
      await first.getByText('Troca de endereço').waitFor();
    }
  });

  it('lists the computers of the organization', async () => {
    const page = office(0);
    await openSync(page);
    await page.getByRole('tab', { name: 'Computadores' }).click();
    await page.getByText('Belém').first().waitFor();
    await everyLook(page, 'sync-devices');
    expect(problems).toEqual([]);
  });
});
