import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAt, speak } from './look';
import { command, type Program, startProgram } from './program';
import { laterStyles, watchStyles } from './styles';

const admin = { email: 'renata@exemplo.com.br', password: 'segredo-bem-longo' };

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
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(15_000);
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

const button = (name: string | RegExp) => page.getByRole('button', { name });
const form = () => page.getByRole('dialog').first();
const box = (name: string | RegExp) => form().getByRole('textbox', { name, exact: typeof name === 'string' });
const invalid = (name: string) => box(name).getAttribute('aria-invalid');
const save = () => page.keyboard.press('Control+Enter');
const panel = () => page.getByRole('complementary', { name: 'Detalhes do contato' });
async function signIn(): Promise<void> {
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Senha', { exact: true }).fill(admin.password);
  await button('Entrar').click();
}
const show = (id: string) =>
  command(program, admin, 'contact', 'show', id) as Promise<{ phones: string[]; city: string; name: string }>;
let anaId = '';

/** A picture of a few hundred kilobytes, made in the page. */
async function picture(): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 900;
    canvas.height = 600;
    const paint = canvas.getContext('2d');
    if (!paint) throw new Error('no canvas');
    const sky = paint.createLinearGradient(0, 0, 900, 600);
    sky.addColorStop(0, '#f6c177');
    sky.addColorStop(1, '#31748f');
    paint.fillStyle = sky;
    paint.fillRect(0, 0, 900, 600);
    paint.fillStyle = '#26233a';
    paint.beginPath();
    paint.arc(450, 260, 140, 0, 7);
    paint.fill();
    paint.fillRect(270, 420, 360, 180);
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}

describe('the contact form over the real program', () => {
  it('says what is wrong where it is, when the field is left', async () => {
    await button('Novo contato').click();
    await form().getByRole('heading', { name: 'Novo contato' }).waitFor();
    await lookAt(page, 'pt-BR', 'form-new');
    await box('CPF').fill('52998224726');
    expect(await box('CPF').inputValue()).toBe('529.982.247-26');
    await box('E-mail').fill('ana@');
    await box('Data de nascimento').fill('31021988');
    await box('Empresa').focus();
    await form().getByText('O dígito verificador do CPF não confere.').waitFor();
    await form().getByText('Informe um e-mail válido.').waitFor();
    await form().getByText('Informe uma data que existe').waitFor();
    expect(await invalid('Nome')).toBe('true'); // it had the focus and was left blank
    await save();
    await form().getByText('4 campos para corrigir').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    expect(await page.evaluate(() => document.activeElement?.closest('[data-part]')?.getAttribute('data-part'))).toBe(
      'name',
    );
    await lookAt(page, 'pt-BR', 'form-invalid');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Sair sem salvar?' }).waitFor();
    await lookAt(page, 'pt-BR', 'form-leave');
    await button('Descartar').click();
    await form().waitFor({ state: 'detached' });
  });

  it('opens the list that was clicked, whatever is said meanwhile of the field that is left', async () => {
    await button('Novo contato').click();
    await box('Nome').fill('Clique Certeiro');
    const checked = page.waitForResponse('**/rpc/ContactForm/Check');
    await box('CPF').fill('52998224726');
    await checked;
    const gender = form().getByRole('combobox', { name: 'Gênero' });
    const place = async () => (await gender.boundingBox()) ?? { x: 0, y: 0, height: 0 };
    const before = await place();
    await page.mouse.move(before.x + 40, before.y + 5);
    await page.mouse.down();
    await page.waitForTimeout(150);
    expect(await place(), 'nothing moves under a pressed button').toEqual(before);
    await page.mouse.up();
    const list = form().getByRole('listbox');
    await list.getByRole('option', { name: 'Feminino' }).waitFor();
    const words = form().getByText('O dígito verificador do CPF não confere.');
    await words.waitFor();
    const after = await place();
    expect((await words.boundingBox())?.y, 'the words about the CPF stand above it now').toBeLessThan(after.y);
    await expect.poll(async () => (await list.boundingBox())?.y).toBeGreaterThan(after.y + after.height);
    await list.getByRole('option', { name: 'Feminino' }).click();
    expect(await gender.inputValue()).toBe('Feminino');
    await page.keyboard.press('Escape');
    await button('Descartar').click();
    await form().waitFor({ state: 'detached' });
  });

  it('creates a contact with every block, ten phones among them, by keyboard', async () => {
    await button('Novo contato').click();
    await page.waitForFunction(() => document.activeElement?.closest('[data-part="name"]') !== null);
    await page.keyboard.type('Ana Paula de Souza');
    await form().getByText('Pessoa jurídica', { exact: true }).click();
    await box('CNPJ').fill('12abc34501de35');
    expect(await box('CNPJ').inputValue()).toBe('12.ABC.345/01DE-35');
    await box('CPF').fill('52998224725');
    await box('E-mail').fill('ana@exemplo.com.br');
    await box('Data de nascimento').pressSequentially('1/2/1988');
    expect(await box('Data de nascimento').inputValue()).toBe('01/02/1988');
    for (let n = 0; n < 10; n++) {
      if (n > 0) await button('Adicionar telefone').click();
      const line = form().getByRole('listitem').nth(n);
      if (n === 3) {
        await line.getByRole('combobox').fill('portug');
        await page.getByRole('option', { name: /Portugal \+351/ }).click();
        await line.locator('input[type=tel]').pressSequentially('912345678');
      } else if (n === 4) {
        await line.locator('input[type=tel]').fill('+1 212 555 0123');
      } else {
        if (n > 4) {
          await line.getByRole('combobox').fill('+55');
          await page.getByRole('option', { name: 'Brasil +55' }).click();
        }
        await line.locator('input[type=tel]').fill(`4199876540${n}`);
      }
    }
    await button('Limite de 10 telefones').waitFor();
    expect(await form().getByRole('listitem').nth(0).locator('input[type=tel]').inputValue()).toBe('(41) 99876-5400');
    await page.getByRole('button', { name: 'Mover o telefone 4', exact: true }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'Mover o telefone 2', exact: true }).focus();
    await page.keyboard.press('End');
    await box('CEP').fill('80010000');
    await box('Logradouro').fill('Rua das Flores');
    await box('Número').fill('100');
    await box('Cidade').fill('Curitiba');
    await box('Instagram').fill('@anapaula');
    await button('Criar campo personalizado').click();
    await box('Nome do campo').fill('Plano');
    await form().getByRole('combobox', { name: 'Tipo', exact: true }).click();
    await page.getByRole('option', { name: 'Lista de opções' }).click();
    await form().getByRole('combobox', { name: 'Opções' }).pressSequentially('Ouro');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Prata');
    await page.keyboard.press('Enter');
    await button('Criar campo').last().click();
    await form().getByRole('combobox', { name: 'Plano', exact: true }).click();
    await page.getByRole('option', { name: 'Prata' }).click();
    await form().getByRole('combobox', { name: 'Etiquetas' }).pressSequentially('VIP');
    await page.keyboard.press('Enter');
    await form().getByRole('textbox', { name: 'Nova observação' }).fill('Prefere contato à tarde.');
    await form()
      .locator('input[type=file]')
      .setInputFiles({ name: 'ana.png', mimeType: 'image/png', buffer: await picture() });
    await page.getByRole('dialog', { name: 'Ajustar a foto' }).waitFor();
    await page.waitForTimeout(300);
    await lookAt(page, 'pt-BR', 'form-crop');
    await button('Usar esta foto').click();
    await form().getByRole('img', { name: 'Foto' }).waitFor();
    await page.getByRole('button', { name: 'Mover o telefone 1', exact: true }).scrollIntoViewIfNeeded();
    await lookAt(page, 'pt-BR', 'form-phones');
    await save();
    await panel().getByRole('heading', { name: 'Ana Paula de Souza' }).waitFor();
    await panel().getByText('+351 912 345 678').waitFor();
    await panel().getByText('Prata').waitFor();
    expect(await panel().locator('img.ava').getAttribute('src')).toMatch(/^data:image\/jpeg/);
    const listed = (await command(program, admin, 'contact', 'list')) as { contacts: { id: string }[] };
    anaId = listed.contacts[0]?.id ?? '';
    const { phones } = await show(anaId);
    expect(phones).toHaveLength(10);
    expect(phones[0]).toBe('351912345678');
    expect(phones[9]).toBe('5541998765400');
    expect(phones).toContain('12125550123');
  });

  it('refuses a duplicate and leads to whom it is', async () => {
    await page.keyboard.press('Escape');
    await page.getByRole('grid').focus();
    await page.keyboard.press('n');
    await box('Nome').fill('Ana P.');
    await box('CPF').fill('52998224725');
    await form().locator('input[type=tel]').pressSequentially('4198765402'); // without its ninth digit
    await form().getByText('Este contato já existe').waitFor();
    await form().getByText('Já está em').nth(1).waitFor(); // the CPF and the phone
    await save();
    await form().getByRole('alert').waitFor();
    await lookAt(page, 'pt-BR', 'form-duplicate');
    await form().getByRole('button', { name: 'Abrir Ana Paula de Souza' }).click();
    await panel().getByRole('heading', { name: 'Ana Paula de Souza' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('keeps what was typed through a SIGKILL, and says so', async () => {
    await page.getByRole('grid').focus();
    await page.keyboard.press('n');
    await form().getByText('Continuando de onde você parou').waitFor();
    expect(await box('Nome').inputValue()).toBe('Ana P.');
    await button('Descartar rascunho').click();
    expect(await box('Nome').inputValue()).toBe('');
    await box('Nome').fill('Bia Rascunho');
    await box('Cidade').fill('Natal');
    await form().locator('input[type=tel]').pressSequentially('84988776655');
    await form().getByText('Rascunho guardado neste computador').waitFor();
    const url = await program.crash();
    await page.goto(url);
    await signIn();
    await page.getByRole('grid').focus();
    await page.keyboard.press('n');
    await form().getByText('Continuando de onde você parou').waitFor();
    expect(await box('Cidade').inputValue()).toBe('Natal');
    expect(await form().locator('input[type=tel]').inputValue()).toBe('(84) 98877-6655');
    await save();
    await panel().getByRole('heading', { name: 'Bia Rascunho' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('grid').focus();
    await page.keyboard.press('n');
    await box('Nome').waitFor();
    expect(await form().getByText('Continuando de onde você parou').count()).toBe(0);
    await page.keyboard.press('Escape'); // nothing was changed: nothing is asked
    await form().waitFor({ state: 'detached' });
  });

  it('shows what others change meanwhile, field by field, and overwrites nobody', async () => {
    await page.getByRole('grid').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('e');
    await form().getByRole('heading', { name: 'Editar contato' }).waitFor();
    expect(await box('Nome').inputValue()).toBe('Ana Paula de Souza');
    expect(await box('CPF').inputValue()).toBe('529.982.247-25');
    await box('Cidade').fill('Olinda');
    await command(program, admin, 'contact', 'update', anaId, '--city', 'Recife', '--state', 'PE');
    await form().getByText('Outra pessoa mudou para “Recife”.').waitFor({ timeout: 20_000 });
    expect(await box('Estado').inputValue()).toBe('PE'); // untouched here: it follows
    await lookAt(page, 'pt-BR', 'form-stale');
    await save();
    await page.waitForTimeout(300);
    expect((await show(anaId)).city).toBe('Recife');
    await button('Manter o meu').click();
    await save();
    await form().waitFor({ state: 'detached' });
    expect((await show(anaId)).city).toBe('Olinda');
  });

  it('fits 1024 px and twice the zoom, in both languages and both themes', async () => {
    await watchStyles(page);
    await page.keyboard.press('Escape');
    await speak(page, 'en');
    for (const [width, height] of [
      [1024, 640],
      [640, 450],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.getByRole('grid').focus();
      await page.keyboard.press('e');
      await form().getByRole('heading', { name: 'Edit contact' }).waitFor();
      await lookAt(page, 'en', `form-${width}`);
      const wide = await form().evaluate((e) =>
        [...e.querySelectorAll('.cf-body, .cf-form')].some((x) => x.scrollWidth > x.clientWidth),
      );
      expect(wide, `${width} px`).toBe(false);
      await page.keyboard.press('Escape');
      await form().waitFor({ state: 'detached' });
    }
    expect(await laterStyles(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});
