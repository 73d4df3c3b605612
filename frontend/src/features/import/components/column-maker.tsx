import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Derivation, ImportColumn, ImportPreview, ImportSource, MadeColumns } from '../../../bridge/types';
import { Dialog } from '../../../components/dialog';
import { madeHeaders, ofFile, partsOf, proposedSplit, proposedTargets } from '../made';
import { usePreview } from '../queries';
import { targetOf } from '../targets';
import { chosenSource, columnsOf, type Wizard } from '../wizard';

const splits = ['split_any', 'split_at', 'split_first', 'split_last'] as const satisfies Derivation[];
const isSplit = (value: string): value is (typeof splits)[number] => (splits as readonly string[]).includes(value);

interface Props {
  kind: 'split' | 'join';
  column: ImportColumn;
  wizard: Wizard;
  preview: ImportPreview;
  onMake: (made: MadeColumns, targets: string[]) => void;
  onClose: () => void;
}

/** Takes a column apart, or joins some, and shows with lines of this very file what comes of it. */
export function ColumnMaker({ kind, column, wizard, preview, onMake, onClose }: Props) {
  const { t } = useTranslation();
  const columns = columnsOf(wizard, preview);
  const [made, setMade] = useState<MadeColumns>(() =>
    kind === 'split'
      ? proposedSplit(column, targetOf(column, wizard.choices))
      : { how: 'join', from: [column.index], separator: '', parts: 0 },
  );
  const complete =
    made.how === 'join'
      ? made.from.length > 1
      : made.how === 'split_first' || made.how === 'split_last' || made.separator !== '';
  const finish = () =>
    onMake(
      made,
      proposedTargets(made, columns, wizard.choices, () => t('import.made.surname')),
    );
  return (
    <Dialog
      opened
      onClose={onClose}
      size={620}
      title={t(`import.made.title.${kind}`, { column: column.header })}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!complete}>
            {t(`import.made.do.${kind}`)}
          </Button>
        </>
      }
      onSubmit={() => {
        if (complete) finish();
      }}
    >
      {kind === 'split' ? (
        <HowToSplit made={made} onChange={setMade} />
      ) : (
        <WhatToJoin made={made} file={ofFile(columns)} onChange={setMade} />
      )}
      {complete && <WhatComesOfIt made={made} wizard={wizard} preview={preview} />}
    </Dialog>
  );
}

function HowToSplit({ made, onChange }: { made: MadeColumns; onChange: (made: MadeColumns) => void }) {
  const { t } = useTranslation();
  const words = made.how === 'split_first' || made.how === 'split_last';
  return (
    <div className="stack">
      <Select
        label={t('import.made.how')}
        value={made.how}
        data={splits.map((value) => ({ value, label: t(`import.made.ways.${value}`) }))}
        allowDeselect={false}
        data-autofocus
        onChange={(value) => {
          if (value === null || !isSplit(value)) return;
          const separator = value === 'split_any' ? '/,;|' : value === 'split_at' ? ',' : '';
          onChange({ ...made, how: value, separator, parts: separator === '' ? 2 : made.parts });
        }}
      />
      {!words && (
        <div className="optgrid">
          <TextInput
            label={t(made.how === 'split_any' ? 'import.made.signs' : 'import.made.separator')}
            description={t(made.how === 'split_any' ? 'import.made.signsHint' : 'import.made.separatorHint')}
            value={made.separator}
            maxLength={20}
            onChange={(e) => onChange({ ...made, separator: e.currentTarget.value })}
          />
          <NumberInput
            label={t('import.made.parts')}
            description={t('import.made.partsHint')}
            value={made.parts}
            min={2}
            max={10}
            clampBehavior="strict"
            allowDecimal={false}
            onChange={(n) => typeof n === 'number' && n >= 2 && onChange({ ...made, parts: n })}
          />
        </div>
      )}
    </div>
  );
}

interface JoinProps {
  made: MadeColumns;
  file: ImportColumn[];
  onChange: (made: MadeColumns) => void;
}

/** Columns in the order in which they are joined. */
function WhatToJoin({ made, file, onChange }: JoinProps) {
  const { t } = useTranslation();
  const label = (c: ImportColumn) => c.header || t('import.noHeader', { n: c.index + 1 });
  const rest = file.filter((c) => !made.from.includes(c.index));
  const move = (at: number, by: number) => {
    const from = [...made.from];
    const [moved] = from.splice(at, 1);
    if (moved !== undefined) from.splice(at + by, 0, moved);
    onChange({ ...made, from });
  };
  return (
    <div className="stack">
      <ol className="joined" aria-label={t('import.made.order')}>
        {made.from.map((index, at) => {
          const column = file[index];
          if (!column) return null;
          return (
            <li key={index}>
              <span className="ellipsis">{label(column)}</span>
              <Button size="compact-xs" variant="subtle" disabled={at === 0} onClick={() => move(at, -1)}>
                {t('import.made.earlier')}
              </Button>
              <Button
                size="compact-xs"
                variant="subtle"
                disabled={made.from.length < 3 && at === 0}
                onClick={() => onChange({ ...made, from: made.from.filter((i) => i !== index) })}
              >
                {t('import.made.takeOut')}
              </Button>
            </li>
          );
        })}
      </ol>
      <div className="optgrid">
        <Select
          label={t('import.made.add')}
          placeholder={t('import.made.addHint')}
          value={null}
          data={rest.map((c) => ({ value: String(c.index), label: label(c) }))}
          searchable
          data-autofocus
          disabled={rest.length === 0 || made.from.length >= 10}
          onChange={(value) => {
            if (value !== null) onChange({ ...made, from: [...made.from, Number(value)] });
          }}
        />
        <TextInput
          label={t('import.made.between')}
          description={t('import.made.betweenHint')}
          value={made.separator}
          maxLength={20}
          onChange={(e) => onChange({ ...made, separator: e.currentTarget.value })}
        />
      </div>
    </div>
  );
}

/** What Go makes of the first filled lines: the same function as the import's. */
function WhatComesOfIt({ made, wizard, preview }: { made: MadeColumns; wizard: Wizard; preview: ImportPreview }) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(made, 150);
  const answer = usePreview(sourceWith(wizard, preview, settled), true);
  const headers = madeHeaders(settled, ofFile(preview.columns));
  const rows = (answer.data?.rows ?? [])
    .filter((r) => settled.from.some((i) => (r.cells[i] ?? '').trim() !== ''))
    .slice(0, 4);
  const first = columnsOf(wizard, preview).length;
  return (
    <div className="madelook" aria-live="polite">
      <table className="vt">
        <caption className="hidden-text">{t('import.made.look')}</caption>
        <thead>
          <tr>
            {settled.from.map((i) => (
              <th scope="col" key={i}>
                {preview.columns[i]?.header}
              </th>
            ))}
            {headers.map((h) => (
              <th scope="col" key={h} data-new>
                {h}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.line}>
              {settled.from.map((i) => (
                <td key={i} className="sub">
                  {r.cells[i]}
                </td>
              ))}
              {headers.map((h, n) => (
                <td key={h}>{r.cells[first + n] || '—'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sourceWith(wizard: Wizard, preview: ImportPreview, made: MadeColumns): ImportSource {
  const derived = [...(wizard.derived ?? preview.derived), made];
  const source = chosenSource({ ...wizard, derived }, preview);
  const columns = columnsOf(wizard, preview);
  const targets = columns.map((c) => ({ header: c.header, index: c.index, target: targetOf(c, wizard.choices) }));
  for (let n = 0; n < partsOf(made); n++) {
    targets.push({ header: '', index: columns.length + n, target: 'ignore' });
  }
  return { ...source, derived, mapping: targets };
}
