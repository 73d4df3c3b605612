import { Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ExportFormat, Selection } from '../../../bridge/types';
import { toast, toastError } from '../../../components/toast';
import { useStartExport } from '../mutations';

const formats = ['csv', 'xlsx', 'json', 'ndjson'] as const;

/** Exports a selection (D4.1); the rows of "all" are resolved by Go, which reports how many it wrote. */
export function ExportButton({ selection }: { selection: Selection }) {
  const { t } = useTranslation();
  const start = useStartExport();
  const begin = (format: ExportFormat) =>
    start.mutate(
      { selection, format },
      {
        // "" is a save dialog that was closed: nothing began, nothing to say.
        onSuccess: (id) =>
          id && toast({ kind: 'info', title: (t) => t('exports.started'), message: (t) => t('exports.startedHint') }),
        onError: (error) => toastError((t) => t('exports.failed'), error),
      },
    );
  return (
    <Menu>
      <Menu.Target>
        <button type="button" disabled={start.isPending}>
          <IconDownload size={16} aria-hidden />
          {t('exports.button')}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map((format) => (
          <Menu.Item key={format} onClick={() => begin(format)}>
            {t(`exports.format.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
