import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../bridge/administration';
import { useFormat } from '../../../i18n/format';
import { actionWord, sourceWord } from '../words';
import { AuditSubject, type ContactLink } from './audit-subject';

export const auditColumns = ['when', 'who', 'action', 'subject', 'source'] as const;

interface Props {
  entry: AuditEntry | undefined;
  row: number;
  /** px from the top of the scrolled area */
  y: number;
  height: number;
  active: boolean;
  open: boolean;
  contactLink: ContactLink;
  onPick: (row: number) => void;
  onOpen: (row: number) => void;
}

/** One entry; bones while its page is on the way. */
export const AuditRow = memo(function AuditRow(props: Props) {
  const { entry, row, y, height, active, open, contactLink, onPick, onOpen } = props;
  const { t } = useTranslation();
  const format = useFormat();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the grid does the same
    <div
      role="row"
      tabIndex={-1}
      id={`a${row}`}
      aria-rowindex={row + 2}
      aria-selected={open}
      className="row"
      data-active={active || undefined}
      data-open={open || undefined}
      style={{ height, transform: `translateY(${y}px)` }}
      onMouseDown={() => onPick(row)}
      onClick={(e) => {
        if (!(e.target as Element).closest('a')) onOpen(row);
      }}
    >
      {entry ? (
        <>
          <div role="gridcell" className="num">
            {format.dateTime(entry.at)}
          </div>
          <div role="gridcell">{entry.actor || <span className="sub">{t('admin.audit.system')}</span>}</div>
          <div role="gridcell">{actionWord(t, entry.action)}</div>
          <div role="gridcell">
            <AuditSubject entry={entry} contactLink={contactLink} inList />
          </div>
          <div role="gridcell" className="sub">
            {sourceWord(t, entry.source)}
          </div>
        </>
      ) : (
        auditColumns.map((col) => (
          <div role="gridcell" key={col}>
            <div className="skel" />
          </div>
        ))
      )}
    </div>
  );
});
