import type { ColumnMapping, ImportColumn, MadeColumns } from '../../bridge/types';

/** The headers of D3.2, in the order they are offered. */
export const headers = [
  'contact_name',
  'contact_email',
  'contact_cpf',
  'contact_cnpj',
  'contact_phone',
  'contact_phone_2',
  'contact_phone_3',
  'contact_phone_4',
  'contact_phone_5',
  'contact_phone_6',
  'contact_phone_7',
  'contact_phone_8',
  'contact_phone_9',
  'contact_phone_10',
  'contact_gender',
  'contact_birth_date',
  'contact_external_id',
  'contact_company',
  'contact_zip_code',
  'contact_address',
  'contact_number',
  'contact_complement',
  'contact_city',
  'contact_state',
  'contact_country',
  'contact_instagram',
  'contact_facebook',
  'contact_twitter',
  'contact_whatsapp',
  'contact_active',
  'contact_corporate',
  'contact_custom_fields',
  'contact_labels',
  'contact_notes',
  'portfolio',
  'portfolio_type',
  'portfolio_user_email',
  'portfolio_service_name',
  'portfolio_agent_reserve_email',
] as const;
export type Header = (typeof headers)[number];
export const IGNORE = 'ignore';
const CUSTOM = 'custom:';

export const isHeader = (target: string): target is Header => (headers as readonly string[]).includes(target);
export const customTarget = (name: string): string => CUSTOM + name;
export const customName = (target: string): string | null =>
  target.startsWith(CUSTOM) ? target.slice(CUSTOM.length) : null;

/** A person's choices, by column index; the rest is as Go proposed. */
export type Choices = Readonly<Record<number, string>>;

export const targetOf = (column: ImportColumn, choices: Choices): string => choices[column.index] ?? column.target;

export type ColumnState = 'recognised' | 'taken_apart' | 'chosen' | 'remembered' | 'ignored' | 'missing' | 'twice';

/** Whether a column may go on as it is; two columns on one field would overwrite each other without a word. */
export function columnState(
  column: ImportColumn,
  columns: ImportColumn[],
  choices: Choices,
  derived: MadeColumns[] = [],
): ColumnState {
  const target = targetOf(column, choices);
  if (target === '') return 'missing';
  if (target === IGNORE) return derived.some((d) => d.from.includes(column.index)) ? 'taken_apart' : 'ignored';
  if (columns.some((c) => c.index !== column.index && targetOf(c, choices) === target)) return 'twice';
  if (choices[column.index] !== undefined || column.how === 'chosen') return 'chosen';
  return column.how === 'remembered' ? 'remembered' : 'recognised';
}

/** What keeps the wizard on the columns: "" when nothing does. */
export type MappingBlock = '' | 'missing' | 'twice' | 'no_name';

export function mappingBlock(columns: ImportColumn[], choices: Choices): MappingBlock {
  const states = columns.map((c) => columnState(c, columns, choices));
  if (states.includes('missing')) return 'missing';
  if (states.includes('twice')) return 'twice';
  return columns.some((c) => targetOf(c, choices) === 'contact_name') ? '' : 'no_name';
}

/** null lets Go map by itself, which is also what it remembers per header set (D3.2). */
export const toMapping = (columns: ImportColumn[], choices: Choices, made = false): ColumnMapping[] | null =>
  Object.keys(choices).length === 0 && !made
    ? null
    : columns.map((c) => ({ header: c.header, index: c.index, target: targetOf(c, choices) }));
