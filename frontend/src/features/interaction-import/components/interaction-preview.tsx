import { Select } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { InteractionColumn, InteractionPreview } from '../../../bridge/interaction-imports';
import type { Delimiter, PreviewRow } from '../../../bridge/types';
import { ChooseHeader, headerIsBelow, PassedOver } from '../../../components/header-row';
import { reasonTitle } from '../../../components/reason-words';
import { useFormat } from '../../../i18n/format';
import { i18n } from '../../../i18n/i18n';

interface Props {
  preview: InteractionPreview;
  onDelimiter: (delimiter: Delimiter) => void;
  onHeader: (line: number) => void;
}

const delimiters = [';', ',', 'tab', '|'] as const;

/** What the columns are, how the file is read, and the first lines with what becomes of each. */
export function InteractionPreviewPanels({ preview, onDelimiter, onHeader }: Props) {
  const { t } = useTranslation();
  const { rows, columns } = preview;
  const delimiter = preview.delimiter === '\t' ? 'tab' : preview.delimiter;
  const below = headerIsBelow(preview);
  const rejected = rows.filter((r) => r.outcome === 'reject').length;
  const words = [
    t('interactionImport.enter', { count: rows.length - rejected }),
    rejected > 0 ? t('interactionImport.rejected', { count: rejected }) : '',
    preview.contacts > 0 ? t('interactionImport.contacts', { count: preview.contacts }) : '',
  ].filter(Boolean);
  return (
    <>
      <section aria-label={t('interactionImport.columns')}>
        <div className="pagehead" style={{ margin: '0 0 10px' }}>
          <h2>{t('interactionImport.columns')}</h2>
          <div className="grow" />
          {preview.format === 'csv' && (
            <Select
              size="xs"
              aria-label={t('import.delimiter')}
              value={delimiters.find((d) => d === delimiter) ?? null}
              onChange={(value) => value && onDelimiter(value as Delimiter)}
              data={delimiters.map((value) => ({ value, label: t(`import.delimiters.${value}`) }))}
              allowDeselect={false}
            />
          )}
        </div>
        {below && (
          <div style={{ marginBottom: 14 }}>
            <PassedOver preview={preview} onChoose={onHeader} />
          </div>
        )}
        <ul className="panel holds">
          {columns.map((c, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file have places, and may have one name twice
            <Holds key={n} column={c} />
          ))}
        </ul>
        {preview.top.length > 1 && !below && (
          <div className="headerline">
            <span>{t('import.headerRow.at', { line: preview.headerRow })}</span>
            <ChooseHeader preview={preview} onChoose={onHeader} />
          </div>
        )}
      </section>
      {rows.length > 0 && (
        <section aria-label={t('import.firstLines', { count: rows.length })}>
          <h2 style={{ margin: '6px 0 2px' }}>{t('import.firstLines', { count: rows.length })}</h2>
          <p className="sub" style={{ margin: '0 0 10px', fontSize: 13 }} aria-live="polite">
            {words.join(' ')}
          </p>
          <Lines rows={rows} columns={columns} />
        </section>
      )}
    </>
  );
}

function Holds({ column }: { column: InteractionColumn }) {
  const { t } = useTranslation();
  const known = column.holds !== '';
  const key = `interactionImport.holds.${column.holds}`;
  const Icon = known ? IconCircleCheck : IconCircleMinus;
  return (
    <li>
      <span className="ellipsis strong" title={column.header}>
        {column.header}
      </span>
      <span className="samples ellipsis" title={column.samples.join('\n')}>
        {column.samples.join('  ·  ')}
      </span>
      <span className="why" style={{ color: known ? 'var(--st-ok-fg)' : 'var(--app-text-2)', fontWeight: 550 }}>
        <Icon size={15} aria-hidden />
        {known && i18n.exists(key) ? t(key as 'interactionImport.holds.from') : t('interactionImport.unused')}
      </span>
    </li>
  );
}

function Lines({ rows, columns }: { rows: PreviewRow[]; columns: InteractionColumn[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="panel tablebox" aria-label={t('interactionImport.lines')} tabIndex={0}>
      <table className="vt">
        <thead>
          <tr>
            <th scope="col">{t('import.line')}</th>
            <th scope="col">{t('import.outcomeTitle')}</th>
            {columns.map((c, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns of a file have places, and may have one name twice
              <th scope="col" key={n}>
                {c.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const why = row.problems[0];
            return (
              <tr key={row.line}>
                <td className="num sub">{format.number(row.line)}</td>
                <td className="wrap">
                  {why ? (
                    <span className="why" style={{ color: 'var(--st-err-fg)' }} title={why.message}>
                      <IconCircleX size={15} aria-hidden />
                      {reasonTitle(t, why.code, why.message)}
                    </span>
                  ) : (
                    row.outcome && <span className="sub">{t(`interactionImport.outcome.${row.outcome}`)}</span>
                  )}
                </td>
                {columns.map((_, n) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above
                    key={n}
                    className="num"
                    data-bad={why?.index === n ? 'error' : undefined}
                    title={row.cells[n]}
                  >
                    {row.cells[n]}
                    {why?.index === n && <span className="hidden-text"> ({t('import.cell.error')})</span>}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
