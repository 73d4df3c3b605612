import type { FieldChange, FieldRow, FieldType, LabelChange, LabelColor, LabelRow } from '../bridge/definitions';
import { moved } from '../features/definitions/order';
import { refuse } from './refuse';

/** Custom fields and labels to keep in order. */
export function fakeDefinitions(changed: (entity: 'field' | 'label') => void) {
  let fields: FieldRow[] = [
    { id: 'f1', name: 'Plano', type: 'choice', choices: ['Básico', 'Ouro'], archived: false, contacts: 1204 },
    { id: 'f2', name: 'Renovação', type: 'date', choices: [], archived: false, contacts: 1 },
    { id: 'f3', name: 'Ramo', type: 'text', choices: [], archived: false, contacts: 0 },
    { id: 'f4', name: 'Código antigo', type: 'number', choices: [], archived: true, contacts: 37 },
  ];
  let labels: LabelRow[] = [
    { id: 'l1', name: 'VIP', color: 'amber', archived: false, contacts: 12_431 },
    { id: 'l2', name: 'Inadimplente', color: 'red', archived: false, contacts: 88 },
    { id: 'l3', name: 'Novo', color: 'green', archived: false, contacts: 0 },
  ];
  let serial = 0;
  const taken = (rows: { id: string; name: string }[], name: string, but: string) => {
    if (rows.some((row) => row.id !== but && row.name.toLowerCase() === name.toLowerCase()))
      throw refuse('conflict', 'conflict', 'name');
  };
  return {
    Fields: () => fields,
    Labels: () => labels,
    AddField: (name: string, type: FieldType, choices: string[]) => {
      taken(fields, name, '');
      const id = `nf${++serial}`;
      fields = [...fields, { id, name, type, choices, archived: false, contacts: 0 }];
      changed('field');
      return id;
    },
    AddLabel: (name: string, color: LabelColor) => {
      taken(labels, name, '');
      const id = `nl${++serial}`;
      labels = [...labels, { id, name, color, archived: false, contacts: 0 }];
      changed('label');
      return id;
    },
    ChangeField: (id: string, change: FieldChange) => {
      if (change.name !== undefined) taken(fields, change.name, id);
      fields = fields.map((f) => (f.id === id ? { ...f, ...change } : f));
      changed('field');
    },
    ChangeLabel: (id: string, change: LabelChange) => {
      if (change.name !== undefined) taken(labels, change.name, id);
      labels = labels.map((l) => (l.id === id ? { ...l, ...change } : l));
      changed('label');
    },
    MoveField: (id: string, to: number) => {
      fields = moved(fields, { id, to });
      changed('field');
    },
    MoveLabel: (id: string, to: number) => {
      labels = moved(labels, { id, to });
      changed('label');
    },
  };
}
