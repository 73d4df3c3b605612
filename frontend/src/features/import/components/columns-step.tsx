import { Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lookups } from '../../../bridge/call';
import type { ImportColumn, ImportPreview } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { ChooseHeader, headerIsBelow, PassedOver } from '../../../components/header-row';
import { usePreview } from '../queries';
import { columnState, mappingBlock } from '../targets';
import {
  type Action,
  chosenSource,
  columnsOf,
  delimiters,
  encodings,
  knownDelimiter,
  knownEncoding,
  type Wizard,
} from '../wizard';
import { ColumnMaker } from './column-maker';
import { ColumnTable } from './column-table';

interface Props {
  wizard: Wizard;
  preview: ImportPreview;
  dispatch: (action: Action) => void;
}

export function ColumnsStep({ wizard, preview, dispatch }: Props) {
  const { t } = useTranslation();
  const fields = useQuery({ queryKey: ['field', 'list'], queryFn: lookups.fields }).data ?? [];
  const [maker, setMaker] = useState<{ kind: 'split' | 'join'; column: ImportColumn } | null>(null);
  const derived = wizard.derived ?? preview.derived;
  // Samples of columns that the person has just made come from a preview with them.
  const made = usePreview(chosenSource(wizard, preview), derived.length > 0).data;
  const columns = columnsOf(wizard, preview, made?.columns);
  const states = columns.map((c) => columnState(c, columns, wizard.choices, derived));
  const counted = (...wanted: (typeof states)[number][]) => states.filter((s) => wanted.includes(s)).length;
  const missing = counted('missing');
  const ignored = counted('ignored');
  const block = mappingBlock(columns, wizard.choices);
  // The header is below lines that hold something: said aloud, with the way to another line beside it.
  const below = headerIsBelow(preview);
  const words = [
    t('import.recognised', { count: counted('recognised', 'remembered', 'chosen') }),
    missing > 0 ? t('import.toChoose', { count: missing }) : '',
    ignored > 0 ? t('import.toIgnore', { count: ignored }) : '',
  ].filter(Boolean);
  return (
    <>
      <h2>{t('import.columnsTitle')}</h2>
      <p className="sub" style={{ margin: '2px 0 14px', fontSize: 13 }} aria-live="polite">
        {words.join(' ')}
      </p>
      {preview.keysOf > 0 && (
        <p className="sub" style={{ margin: '-10px 0 14px', fontSize: 13 }}>
          {t('import.keysOf', { count: preview.keysOf })}
        </p>
      )}
      {below && (
        <div style={{ marginBottom: 14 }}>
          <PassedOver preview={preview} onChoose={(headerRow) => dispatch({ type: 'read', headerRow })} />
        </div>
      )}
      {(block === 'no_name' || block === 'twice') && (
        <div style={{ marginBottom: 14 }}>
          <Callout kind="warn" title={t(`import.block.${block}`)}>
            <p>{t(`import.blockHint.${block}`)}</p>
          </Callout>
        </div>
      )}
      <ColumnTable
        columns={columns}
        choices={wizard.choices}
        derived={derived}
        customFields={fields.filter((f) => !f.archived).map((f) => f.name)}
        newFields={wizard.newFields}
        onChoose={(index, target) => dispatch({ type: 'choose', index, target })}
        onMake={(kind, column) => setMaker({ kind, column })}
        onUnmake={(which) => dispatch({ type: 'unmake', which, preview })}
        onNewField={(field) => dispatch({ type: 'newField', field })}
      />
      {maker && (
        <ColumnMaker
          {...maker}
          wizard={wizard}
          preview={preview}
          onMake={(what, targets) => {
            dispatch({ type: 'make', made: what, targets, preview });
            setMaker(null);
          }}
          onClose={() => setMaker(null)}
        />
      )}
      <div className="two" style={{ marginTop: 16 }}>
        <div className="panel">
          <h2>{t('import.howToRead')}</h2>
          {preview.sheets.length > 0 && (
            <Select
              label={t('import.sheet')}
              comboboxProps={{ withinPortal: false }}
              value={preview.sheet}
              onChange={(value) => value && dispatch({ type: 'read', sheet: value })}
              data={preview.sheets}
              allowDeselect={false}
            />
          )}
          {preview.format === 'json' && (
            <p className="sub" style={{ fontSize: 13 }}>
              {t('import.jsonHint')}
            </p>
          )}
          {preview.format === 'csv' && <HowToReadText wizard={wizard} preview={preview} dispatch={dispatch} />}
          {preview.top.length > 1 && !below && (
            <div className="headerline">
              <span>{t('import.headerRow.at', { line: preview.headerRow })}</span>
              <ChooseHeader preview={preview} onChoose={(headerRow) => dispatch({ type: 'read', headerRow })} />
            </div>
          )}
          <FixPhones
            on={(wizard.fixes ?? preview.fixes).includes('phones')}
            onChange={(on) => dispatch({ type: 'fix', fix: 'phones', on, inForce: wizard.fixes ?? preview.fixes })}
          />
        </div>
        <div className="panel">
          <h2>{t('import.existing')}</h2>
          <p style={{ fontSize: 13, lineHeight: 1.5 }}>
            {preview.duplicatesAllowed ? t('import.duplicatesAllowed') : t('import.duplicatesRefused')}
          </p>
          <p className="sub" style={{ fontSize: 12, marginTop: 8 }}>
            {t('import.duplicatesWhere')}
          </p>
        </div>
      </div>
    </>
  );
}

/** Encoding and delimiter, which only a CSV file has. */
function HowToReadText({ wizard, preview, dispatch }: Props) {
  const { t } = useTranslation();
  return (
    <div className="optgrid">
      <Select
        label={t('import.encoding')}
        value={knownEncoding(wizard.encoding === 'auto' ? preview.encoding : wizard.encoding)}
        onChange={(value) => value && dispatch({ type: 'read', encoding: value })}
        data={encodings.map((value) => ({ value, label: t(`import.encodings.${value}`) }))}
        allowDeselect={false}
      />
      <Select
        label={t('import.delimiter')}
        value={
          knownDelimiter(
            wizard.delimiter === '' || wizard.delimiter === 'auto' ? preview.delimiter : wizard.delimiter,
          ) ?? ';'
        }
        onChange={(value) => value && dispatch({ type: 'read', delimiter: value })}
        data={delimiters.map((value) => ({ value, label: t(`import.delimiters.${value}`) }))}
        allowDeselect={false}
      />
    </div>
  );
}

function FixPhones({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <Switch
      mt="md"
      size="sm"
      label={t('import.fixPhones')}
      description={t('import.fixPhonesHint')}
      checked={on}
      onChange={(e) => onChange(e.currentTarget.checked)}
    />
  );
}
