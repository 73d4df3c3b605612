import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Selection } from '../../../bridge/types';
import { toast, toastError } from '../../../components/toast';
import { useStartExport } from '../mutations';

/** Exports a selection as CSV (D4.1); the rows of "all" are resolved by Go, which reports how many it wrote. */
export function ExportButton({ selection }: { selection: Selection }) {
  const { t } = useTranslation();
  const start = useStartExport();
  return (
    <button
      type="button"
      disabled={start.isPending}
      onClick={() =>
        start.mutate(selection, {
          // "" is a save dialog that was closed: nothing began, nothing to say.
          onSuccess: (id) =>
            id && toast({ kind: 'info', title: (t) => t('exports.started'), message: (t) => t('exports.startedHint') }),
          onError: (error) => toastError((t) => t('exports.failed'), error),
        })
      }
    >
      <IconDownload size={16} aria-hidden />
      {t('exports.button')}
    </button>
  );
}
