import * as Definitions from '../../wailsjs/go/app/Definitions';
import type { app } from '../../wailsjs/go/models';
import { ask } from './call';
import { list } from './lists';

export const fieldTypes = ['text', 'number', 'date', 'choice'] as const;
export type FieldType = (typeof fieldTypes)[number];
/** Tokens of the theme that a label may have, as Go checks them. */
export const labelColors = ['gray', 'petrol', 'green', 'amber', 'red'] as const;
export type LabelColor = (typeof labelColors)[number];

/** A custom field or a label as settings show it (D1.7); `contacts` counts those that have it. */
export interface FieldRow {
  id: string;
  name: string;
  type: FieldType;
  choices: string[];
  archived: boolean;
  contacts: number;
}
export interface LabelRow {
  id: string;
  name: string;
  color: LabelColor;
  archived: boolean;
  contacts: number;
}
export interface FieldChange {
  name?: string;
  choices?: string[];
  archived?: boolean;
}
export interface LabelChange {
  name?: string;
  color?: LabelColor;
  archived?: boolean;
}

const nothing = () => undefined;

export const definitions = {
  fields: (): Promise<FieldRow[]> =>
    ask(Definitions.Fields, (all) =>
      list(all).map((f) => ({ ...f, type: f.type as FieldType, choices: list(f.choices) })),
    ),
  labels: (): Promise<LabelRow[]> =>
    ask(Definitions.Labels, (all) => list(all).map((l) => ({ ...l, color: l.color as LabelColor }))),
  addField: (name: string, type: FieldType, choices: string[]): Promise<string> =>
    ask(
      () => Definitions.AddField(name, type, choices),
      (id) => id,
    ),
  addLabel: (name: string, color: LabelColor): Promise<string> =>
    ask(
      () => Definitions.AddLabel(name, color),
      (id) => id,
    ),
  changeField: (id: string, change: FieldChange): Promise<void> =>
    ask(() => Definitions.ChangeField(id, change as app.FieldChange), nothing),
  changeLabel: (id: string, change: LabelChange): Promise<void> =>
    ask(() => Definitions.ChangeLabel(id, change as app.LabelChange), nothing),
  moveField: (id: string, to: number): Promise<void> => ask(() => Definitions.MoveField(id, to), nothing),
  moveLabel: (id: string, to: number): Promise<void> => ask(() => Definitions.MoveLabel(id, to), nothing),
};
