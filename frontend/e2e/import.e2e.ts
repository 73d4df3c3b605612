import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyLook, lookAt } from './look';
import { command, type Program, startProgram } from './program';
import { workbook } from './workbook';

const who = { email: 'renata@example.com', password: 'uma senha bem comprida' };
const header = 'Nome completo;DDD;Fone;Sexo;Nascimento;CPF;Time;Estado';
const lines = [
  'ANA PAULA DE SOUZA;11;98888-7777;fem;31-05-90;529.982.247-25;Avaí;São Paulo',
  'Bruno Lima;21;977776666;Masculino;01/02/1985;111.444.777-35;Figueirense;RJ',
  'Caio Melo;48;966665555;M;1970/12/31;123;Avaí;Santa Catarina',
  'Dora Reis;48;955554444;;;;Avaí;SC',
  'Linha De Teste;;;;;;;',
];
/** A hundred more that nothing is wrong with, so that the lines scroll. */
const more = Array.from({ length: 120 }, (_, n) => `Pessoa Número ${n};11;9${String(n).padStart(8, '0')};;;;Avaí;SP`);

let program: Program;
let browser: Browser;
let page: Page;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carteira-e2e-import-'));
  file = join(folder, 'clientes.csv');
  await writeFile(file, `${[header, ...lines, ...more].join('\r\n')}\r\n`);
  process.env.CARTEIRA_PASSWORD = who.password;
  program = await startProgram(async (run) => {
    await run('init', '--admin-email', who.email, '--admin-name', 'Renata Moraes');
    await run('--as', who.email, 'settings', 'set', 'language', 'pt-BR');
  });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  page.setDefaultTimeout(15_000);
  await signIn(program.url);
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await rm(folder, { recursive: true, force: true });
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
async function signIn(url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('heading', { name: /^(Entrar|Sign in)$/ }).waitFor();
  await page.getByLabel(/^E-mail$/).fill(who.email);
  await page.getByLabel(/^(Senha|Password)$/).fill(who.password);
  await page.keyboard.press('Enter');
  await page.getByRole('main').waitFor();
}
const open = async () => {
  await page.evaluate((path) => {
    location.hash = `#/imports/new?path=${encodeURIComponent(path)}`;
  }, file);
};
const field = async (column: string, option: string | RegExp) => {
  await page.getByRole('combobox', { name: `Campo para ${column}`, exact: true }).click();
  await page.getByRole('option', { name: option }).click();
};

describe('the import wizard over the real program', () => {
  it('splits and joins columns, and shows what comes of it', async () => {
    await open();
    await page.getByText('Confira para onde vai cada coluna').waitFor();
    // A browser keeps addresses on its disk, and a path may name a person (D8.5).
    await page.waitForFunction((path) => !decodeURIComponent(location.href).includes(path), file);
    await page.reload();
    await page.getByText('Escolha o arquivo de novo').waitFor();
    await lookAt(page, 'pt-BR', 'import-forgotten');
    await open();
    await page.getByText('Confira para onde vai cada coluna').waitFor();
    await button('Dividir ou juntar Nome completo').click();
    await page.getByRole('menuitem', { name: 'Dividir em várias colunas…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('cell', { name: 'PAULA DE SOUZA', exact: true }).waitFor();
    await lookAt(page, 'pt-BR', 'import-split');
    await dialog.getByRole('button', { name: 'Dividir' }).click();
    await button('Dividir ou juntar DDD').click();
    await page.getByRole('menuitem', { name: 'Juntar com outras…' }).click();
    await dialog.getByRole('combobox', { name: 'Acrescentar coluna' }).click();
    await page.getByRole('option', { name: 'Fone' }).click();
    await dialog.getByRole('cell', { name: '1198888-7777' }).waitFor();
    await dialog.getByRole('button', { name: 'Juntar', exact: true }).click();
    await field('Time', 'Novo campo personalizado “Time”');
    await page.getByRole('combobox', { name: 'Tipo do campo Time' }).click();
    await page.getByRole('option', { name: 'Escolha' }).click();
    await button('2 opções…').waitFor();
    await everyLook(page, 'import-columns-made');
  });

  it('corrects by rule, with lines that show it', async () => {
    await button('Continuar').click();
    await button('Importar 1 contato').waitFor();
    const rules = page.getByRole('region', { name: 'Correções para o arquivo inteiro' });
    await rules.getByText('1198888-7777').waitFor();
    await page.screenshot({ path: join(process.env.SCREENSHOTS ?? folder, 'import-check-rules.png'), fullPage: true });
    await button('Corrigir todas: Telefones com máscara ou sem DDI').click();
    await button('Corrigir todas: Palavras para o gênero').click();
    await button('Corrigir todas: Datas escritas de outro jeito').click();
    await button('Corrigir todas: Estados por extenso → sigla').click();
    await button('Importar 124 contatos').waitFor();
  });

  it('corrects cells by keyboard and leaves lines out, and none of it touches the file', async () => {
    await button(/CPF sem 11 dígitos/).click();
    await page.getByRole('button', { name: 'Linha 4', exact: true }).click();
    await page.keyboard.press('Enter');
    await page.keyboard.type('390.533.447-05');
    await page.keyboard.press('Enter');
    await page.getByRole('grid').press('ArrowDown');
    await page.keyboard.press('x');
    await page.getByRole('heading', { name: '2 mudanças à mão' }).waitFor();
    await page.keyboard.press('Control+z');
    await page.getByRole('heading', { name: '1 mudança à mão' }).waitFor();
    await page.keyboard.press('x');
    await button('Importar 124 contatos').waitFor();
    await everyLook(page, 'import-check-corrected');
    expect(await readFile(file, 'utf8')).toContain('Caio Melo;48;966665555;M;1970/12/31;123;Avaí');
  });

  it('goes on after the program was killed', async () => {
    await page.waitForTimeout(400);
    await signIn(await program.crash());
    await page.evaluate(() => {
      location.hash = '#/imports/new';
    });
    await page.getByText('Você começou a importar clientes.csv').waitFor();
    await button('Continuar').click();
    await page.getByText('Continuamos de onde você parou neste arquivo.').waitFor();
    await button('Importar 124 contatos').click();
    await page.getByText('Concluída com ressalvas').first().waitFor();
    const caio = (await command(program, who, 'contact', 'list', '--search', 'Caio')) as { contacts: unknown[] };
    expect(caio.contacts).toMatchObject([
      {
        name: 'Caio',
        cpf: '39053344705',
        phones: ['5548966665555'],
        gender: 'Masculino',
        birth_date: '1970-12-31',
        custom_fields: { Sobrenome: 'Melo', Time: 'Avaí' },
      },
    ]);
    await page.evaluate(() => {
      location.hash = '#/imports/new';
    });
    await button('Escolher arquivo').waitFor();
    expect(await page.getByText('Você começou a importar clientes.csv').count()).toBe(0);
  });

  it('reads a report whose header is below a title, and from another line of it', async () => {
    const report = join(folder, 'relatorio.csv');
    await writeFile(
      report,
      ['Relatório de clientes;;', 'Fila;Sul;', '', 'Nome;Celular;Praça', 'Elis Mota;5548999990077;Lages', ''].join(
        '\n',
      ),
    );
    await page.evaluate((path) => {
      location.hash = `#/imports/new?path=${encodeURIComponent(path)}`;
    }, report);
    await page.getByText('As 2 linhas acima dele ficam de fora:').waitFor();
    await everyLook(page, 'import-header');
    await button('Escolher outra linha…').first().click();
    const dialog = page.getByRole('dialog', { name: 'Qual linha tem os nomes das colunas?' });
    await dialog.getByRole('radio', { name: '4 Nome Celular Praça' }).press('ArrowUp');
    await lookAt(page, 'pt-BR', 'import-header-choose');
    await dialog.getByRole('button', { name: 'Usar a linha 2' }).click();
    await page.getByText('A linha acima dele fica de fora:').waitFor();
    await page.getByRole('combobox', { name: 'Campo para Fila', exact: true }).waitFor();
    await button('Escolher outra linha…').first().click();
    await dialog.getByRole('radio', { name: '2 Fila Sul' }).press('ArrowDown');
    await page.keyboard.press('Enter');
    await field('Praça', 'Cidade');
    await button('Continuar').click();
    await page.getByText(/cabeçalho na linha 4$/).waitFor();
    await button('Importar 1 contato').click();
    await page.getByText('Concluída', { exact: false }).first().waitFor();
    const elis = (await command(program, who, 'contact', 'list', '--search', 'Elis')) as { contacts: unknown[] };
    expect(elis.contacts).toMatchObject([{ name: 'Elis Mota', phones: ['5548999990077'], city: 'Lages' }]);
  });

  it('exports all contacts as NDJSON from the command palette', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Buscar ou executar um comando' }).waitFor();
    await page.keyboard.type('NDJSON');
    await page.getByText('Exportar todos os contatos em JSON por linha (NDJSON)').waitFor();
    await page.keyboard.press('Enter');
    const waiting = page.waitForEvent('download');
    await button('Baixar o arquivo').first().click();
    const download = await waiting;
    expect(download.suggestedFilename()).toMatch(/^contatos-.*\.ndjson$/);
    const written = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
    expect(written.map((line) => JSON.parse(line).name)).toContain('Elis Mota');
  });
});

describe('files that are not the usual CSV (D3.1, D3.3, D3.4)', () => {
  /** Chosen in the window, as a person does. */
  const take = async (name: string, buffer: Buffer) => {
    await page.evaluate(() => {
      location.hash = '#/imports/new';
    });
    await button('Escolher arquivo').waitFor();
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer });
  };
  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const arrives = async (count: string, person: { name: string; [field: string]: unknown }) => {
    await button(`Importar ${count}`).click();
    await page.getByText('Concluída', { exact: true }).first().waitFor();
    const found = (await command(program, who, 'contact', 'list', '--search', person.name)) as { contacts: unknown[] };
    expect(found.contacts).toMatchObject([person]);
  };

  it('reads the sheet of a workbook that one chooses', async () => {
    const book = workbook([
      {
        name: 'Resumo & totais',
        rows: [
          ['Mês', 'Vendas'],
          ['Março', '12'],
        ],
      },
      {
        name: 'Clientes',
        rows: [
          ['Nome', 'Celular', 'CEP'],
          ['Íris Folha', '5511988880001', '01001000'],
        ],
      },
    ]);
    await take('vendas.xlsx', book);
    await page.getByText('Nenhuma coluna é a do nome').waitFor();
    await button('Escolher a coluna do nome').click();
    await choose('Planilha', 'Clientes');
    await page.getByRole('cell', { name: 'Íris Folha' }).waitFor();
    await everyLook(page, 'import-sheets');
    await button('Continuar').click();
    await arrives('1 contato', { name: 'Íris Folha', phones: ['5511988880001'], zip_code: '01001000' });
  });

  it('takes records of JSON, in one list or a line each', async () => {
    const people = [
      { Nome: 'Jonas Lista', Celular: '5511988880002', 'E-mail': 'jonas@exemplo.com.br', Loja: 'Centro' },
      { Nome: 'Júlia Lista', Celular: '5511988880003', Loja: null },
    ];
    await take('crm.json', Buffer.from(JSON.stringify(people)));
    await field('Loja', 'Novo campo personalizado “Loja”');
    await page.getByText('Cada registro do arquivo é uma linha; cada chave, uma coluna.').waitFor();
    await lookAt(page, 'pt-BR', 'import-json');
    await button('Continuar').click();
    await arrives('2 contatos', { name: 'Jonas Lista', custom_fields: { Loja: 'Centro' } });
    const lines = [{ contact_name: 'Kátia Linha' }, { contact_name: 'Leo Linha', contact_phone: '5511988880004' }];
    await take('crm.ndjson', Buffer.from(lines.map((l) => JSON.stringify(l)).join('\n')));
    await arrives('2 contatos', { name: 'Leo Linha', phones: ['5511988880004'] });
  });

  it('reads with the encoding and the delimiter that one says, and leads back from a wrong one', async () => {
    const ms = (s: string) => Buffer.from(s.replace('é', '\x82').replace('ã', '\xc6'), 'latin1');
    await take('antigo.csv', ms('Nome;Cidade;Celular\r\nZé Antigo;São Bento;5511988880005\r\n'));
    await button('Voltar').click();
    await page.getByRole('combobox', { name: 'Codificação' }).waitFor();
    expect(await page.getByRole('cell', { name: 'São Bento' }).count()).toBe(0); // read as something else
    await choose('Codificação', 'MS-DOS (sistemas antigos)');
    await page.getByRole('cell', { name: 'São Bento' }).waitFor();
    await choose('Separador', 'Vírgula (,)');
    await page.getByText('O separador do arquivo é outro').waitFor();
    await everyLook(page, 'import-wrong-delimiter');
    await button('Usar ponto e vírgula').click();
    await page.getByRole('cell', { name: 'São Bento' }).waitFor();
    await button('Continuar').click();
    await arrives('1 contato', { name: 'Zé Antigo', city: 'São Bento' });
  });
});
