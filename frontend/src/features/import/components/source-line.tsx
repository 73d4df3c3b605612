import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../../../bridge/types';
import { headerIsBelow } from '../../../components/header-row';
import { useFormat } from '../../../i18n/format';

/** "clientes.csv · 50.424 linhas · 9,4 MB" */
export function SourceLine({ preview }: { preview: ImportPreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    preview.name,
    preview.totalLines >= 0 ? t('import.lines', { count: preview.totalLines }) : '',
    format.bytes(preview.size),
    headerIsBelow(preview) ? t('import.headerRow.short', { line: preview.headerRow }) : '',
  ].filter(Boolean);
  return (
    <span className="why sub num" style={{ fontSize: 13 }}>
      <IconFileSpreadsheet size={16} aria-hidden />
      {facts.join(' · ')}
    </span>
  );
}
