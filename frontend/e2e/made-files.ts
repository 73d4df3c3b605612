import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Files } from './walker';
import { workbook } from './workbook';

const names = ['Ana Paula de Souza', 'João Peçanha', 'Letícia D’Ávila', 'Caio Brandão', 'Beatriz Lima'];

/** Files to be chosen, in a folder that goes away. */
export async function madeFiles(folder: string, page: Page): Promise<Files> {
  const write = async (name: string, lines: string[]) => {
    const path = join(folder, name);
    await writeFile(path, `${lines.join('\r\n')}\r\n`);
    return path;
  };
  const contacts = await write('clientes.csv', [
    'contact_name;contact_email;contact_cpf;contact_phone;contact_birth_date',
    ...names.map((n, k) => `${n};${n.slice(0, 3)}@exemplo.com.br;;554199876540${k};0${k + 1}/02/1988`),
    ';sem@nome.com;;;',
    'Rui;rui@x.com;11144477736;;',
    'Eva;eva@x.com;;(41) 99876-5432;31/02/1988',
  ]);
  const cities = ['Avaí;São Paulo', 'Figueirense;RJ', 'Avaí;Santa Catarina', 'Chapecoense;SC'];
  const messy = await write('planilha do time.csv', [
    'Nome completo;DDD;Fone;Sexo;Nascimento;CPF;Time;Estado',
    'ANA PAULA DE SOUZA;11;98888-7777;fem;31-05-90;529.982.247-25;Avaí;São Paulo',
    'Bruno Lima;21;977776666;Masculino;01/02/1985;111.444.777-35;Figueirense;RJ',
    'Caio Melo;48;966665555;M;1970/12/31;123;Avaí;Santa Catarina',
    'Dora Reis;48;955554444;;;;Avaí;SC',
    ...Array.from({ length: 60 }, (_, n) => {
      const name = `${names[n % 5]} ${n % 3 === 0 ? 'Filho' : 'Moreira'}`;
      const phone = `9${String(81234567 + n * 37)}`;
      return `${n % 7 === 0 ? name.toUpperCase() : name};11;${phone.slice(0, 5)}-${phone.slice(5)};${n % 2 ? 'fem' : 'masc'};${String((n % 27) + 1).padStart(2, '0')}-0${(n % 9) + 1}-8${n % 10};;${cities[n % 4]}`;
    }),
  ]);
  const interactions = await write('atendimentos.csv', [
    'Atendimentos de março;;;;;;',
    '',
    'protocolo;canal;de;abertura;encerramento;assunto;loja',
    ...names.map(
      (_, k) =>
        `A-${k};${k === 2 ? 'fax' : 'voice'};554199876540${k};2026-03-0${k + 1} 09:00;2026-03-0${k + 1} 09:07;Segunda via;Centro`,
    ),
  ]);
  const report = await write('relatório de março.csv', [
    'Relatório de clientes por região;;;',
    'Fila de atendimento;Sul;;',
    '',
    'Nome;Celular;Praça;Observação',
    ...names.map((n, k) => `${n};554899999007${k};Lages;Prefere ligações à tarde`),
  ]);
  const book = join(folder, 'vendas.xlsx');
  const sheets = [
    {
      name: 'Resumo & totais',
      rows: [
        ['Mês', 'Vendas'],
        ['Março', '12'],
      ],
    },
    {
      name: 'Clientes',
      rows: [['Nome', 'Celular', 'CEP'], ...names.map((n, k) => [n, `551198888000${k}`, '01001000'])],
    },
  ];
  await writeFile(book, workbook(sheets));
  const avatar = join(folder, 'foto.png');
  await writeFile(avatar, await page.screenshot());
  return { contacts, messy, interactions, report, book, avatar };
}
