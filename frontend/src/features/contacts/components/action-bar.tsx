import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format';
import { type Selection, size } from '../selection';

interface Props {
  selection: Selection;
  total: number;
  exact: boolean;
  reading: { rows: number; of: number } | null;
  onSelectAll: () => void;
  onStop: () => void;
  onClear: () => void;
  /** The actions of other features, given by the route. */
  children: ReactNode;
}

/** Takes the place of the filter row, at the same height. */
export function ActionBar({ selection, total, exact, reading, onSelectAll, onStop, onClear, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = size(selection);
  const label = t('contacts.selected', { count });
  const atLeast = selection.kind === 'all' && !exact ? '≥ ' : '';
  return (
    <div
      className="ctx chrome"
      role="toolbar"
      aria-label={label}
      onKeyDown={(e) => {
        // As in the list: the keyboard may well be here, after a dialog gave the focus back. One that is open is elsewhere in the page.
        if (e.key !== 'Escape' || !e.currentTarget.contains(e.target as Node)) return;
        if (reading) onStop();
        else onClear();
      }}
    >
      <b className="num" aria-live="polite">
        {reading
          ? t('contacts.selecting', { rows: format.number(reading.rows), count: reading.of })
          : `${atLeast}${label}`}
      </b>
      {reading && (
        <button type="button" onClick={onStop}>
          {t('common.stop')}
        </button>
      )}
      {!reading && selection.kind === 'some' && count < total && (
        <button type="button" className="lnk" onClick={onSelectAll}>
          {t('contacts.selectAll', { total: `${exact ? '' : '≥ '}${format.number(total)}` })}
        </button>
      )}
      <span className="div" />
      {children}
      <div className="grow" />
      <button type="button" aria-label={t('contacts.clearSelection')} onClick={onClear}>
        <IconX size={16} />
      </button>
    </div>
  );
}
