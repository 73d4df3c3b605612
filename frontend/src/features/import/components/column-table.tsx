import { ActionIcon, Button, type ComboboxItem, type ComboboxItemGroup, Menu, Select } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowMerge,
  IconArrowRight,
  IconArrowsSplit,
  IconCircleCheck,
  IconCircleMinus,
  IconCornerDownRight,
  IconDots,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportColumn, MadeColumns, NewField } from '../../../bridge/types';
import { inReadingOrder, isMade } from '../made';
import { type Choices, columnState, customName, customTarget, headers, IGNORE, targetOf } from '../targets';
import { NewFieldKind } from './new-field-kind';

interface Props {
  columns: ImportColumn[];
  choices: Choices;
  /** How the columns behind those of the file are made. */
  derived: MadeColumns[];
  /** Custom fields the organization already has. */
  customFields: string[];
  newFields: NewField[];
  onChoose: (index: number, target: string) => void;
  onMake: (kind: 'split' | 'join', column: ImportColumn) => void;
  onUnmake: (which: number) => void;
  onNewField: (field: NewField) => void;
}

/** File column → field of the contact. Nothing is imported or left out but what is told here (D3.2). */
export function ColumnTable({
  columns,
  choices,
  derived,
  customFields,
  newFields,
  onChoose,
  onMake,
  onUnmake,
  onNewField,
}: Props) {
  const { t } = useTranslation();
  const known = new Set(customFields.map((name) => name.toLowerCase()));
  const newName = (column: ImportColumn) => {
    const name = customName(targetOf(column, choices));
    return name !== null && !known.has(name.toLowerCase()) ? name : null;
  };
  return (
    <div className="panel" role="table" aria-label={t('import.columnsTitle')}>
      <div role="rowgroup">
        <div className="maprow h" role="row">
          <span role="columnheader">{t('import.col.file')}</span>
          <span role="columnheader">{t('import.col.samples')}</span>
          <span role="columnheader">
            <span className="hidden-text">{t('import.col.goesTo')}</span>
          </span>
          <span role="columnheader">{t('import.col.field')}</span>
          <span role="columnheader">{t('import.col.state')}</span>
          <span role="columnheader">
            <span className="hidden-text">{t('import.col.actions')}</span>
          </span>
        </div>
      </div>
      <div role="rowgroup">
        {inReadingOrder(columns, derived).map((column) => (
          <div className="maprow" role="row" key={column.index} data-made={isMade(column) || undefined}>
            <span role="rowheader" className="ellipsis strong" title={column.header}>
              {isMade(column) && <IconCornerDownRight size={15} aria-label={t('import.made.here')} />}
              {column.header || t('import.noHeader', { n: column.index + 1 })}
            </span>
            <span role="cell" className="samples ellipsis" title={column.samples.join('\n')}>
              {column.samples.filter(Boolean).join('  ·  ')}
            </span>
            <span role="cell" className="toward">
              <IconArrowRight size={15} color="var(--app-text-2)" aria-hidden />
            </span>
            <span role="cell">
              <FieldSelect
                column={column}
                target={targetOf(column, choices)}
                customFields={customFields}
                onChoose={(target) => onChoose(column.index, target)}
              />
            </span>
            <span role="cell" className="colstate">
              <StateWord state={columnState(column, columns, choices, derived)} />
              {newName(column) !== null && (
                <NewFieldKind
                  name={newName(column) ?? ''}
                  field={newFields.find((f) => f.name === newName(column))}
                  samples={column.samples}
                  onChange={onNewField}
                />
              )}
            </span>
            <span role="cell">
              <ColumnActions column={column} onMake={onMake} onUnmake={onUnmake} />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

interface ActionsProps {
  column: ImportColumn;
  onMake: (kind: 'split' | 'join', column: ImportColumn) => void;
  onUnmake: (which: number) => void;
}

function ColumnActions({ column, onMake, onUnmake }: ActionsProps) {
  const { t } = useTranslation();
  const name = column.header || String(column.index + 1);
  if (isMade(column)) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={t('import.made.undoOf', { column: name })}
        onClick={() => onUnmake(column.made ?? 0)}
      >
        {t('import.made.undo')}
      </Button>
    );
  }
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('import.made.actions', { column: name })}>
          <IconDots size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconArrowsSplit size={16} aria-hidden />} onClick={() => onMake('split', column)}>
          {t('import.made.split')}
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowMerge size={16} aria-hidden />} onClick={() => onMake('join', column)}>
          {t('import.made.join')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface FieldSelectProps {
  column: ImportColumn;
  target: string;
  customFields: string[];
  onChoose: (target: string) => void;
}

function FieldSelect({ column, target, customFields, onChoose }: FieldSelectProps) {
  const { t } = useTranslation();
  const header = column.header.trim();
  const known = customFields.includes(header);
  const custom = customFields.map((name) => ({ value: customTarget(name), label: name }));
  const chosen = customName(target);
  if (chosen !== null && !customFields.includes(chosen)) {
    custom.unshift({ value: target, label: t('import.newField', { name: chosen }) });
  } else if (header !== '' && !known) {
    custom.unshift({ value: customTarget(header), label: t('import.newField', { name: header }) });
  }
  const data: (ComboboxItem | ComboboxItemGroup<ComboboxItem>)[] = [
    { value: IGNORE, label: t('import.ignore') },
    { group: t('import.group.custom'), items: custom },
    { group: t('import.group.contact'), items: headers.map((h) => ({ value: h, label: t(`field.${h}`) })) },
  ];
  return (
    <Select
      aria-label={t('import.fieldFor', { column: column.header || String(column.index + 1) })}
      value={target || null}
      onChange={(value) => value !== null && onChoose(value)}
      placeholder={t('import.state.missing')}
      searchable
      selectFirstOptionOnChange
      allowDeselect={false}
      nothingFoundMessage={t('import.noField')}
      comboboxProps={{ shadow: 'md', width: 280, position: 'bottom-start', withinPortal: false }}
      // The list itself scrolls: a scrolling box around it would be one more thing to reach by keyboard.
      withScrollArea={false}
      styles={{ options: { maxHeight: 320, overflowY: 'auto' } }}
      data={data}
    />
  );
}

const look = {
  recognised: ['ok', IconCircleCheck],
  remembered: ['ok', IconCircleCheck],
  chosen: ['ok', IconCircleCheck],
  ignored: ['', IconCircleMinus],
  taken_apart: ['ok', IconArrowsSplit],
  missing: ['warn', IconAlertTriangle],
  twice: ['err', IconAlertTriangle],
} as const;

function StateWord({ state }: { state: keyof typeof look }) {
  const { t } = useTranslation();
  const [kind, Icon] = look[state];
  return (
    <span className="why" style={{ color: kind ? `var(--st-${kind}-fg)` : 'var(--app-text-2)', fontWeight: 550 }}>
      <Icon size={15} aria-hidden />
      {t(`import.state.${state}`)}
    </span>
  );
}
