import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { imports } from '../../../bridge/call';
import { FileDrop } from '../../../components/file-drop';
import { toastError } from '../../../components/toast';
import { useQueueUploads } from '../../../hooks/use-queue-uploads';
import { savedToast } from '../../../hooks/use-save-report';

interface Props {
  disabled: boolean;
  reading: boolean;
  onFile: (path: string, uploaded: boolean) => void;
}

/** Drop, choose, or take the template. */
export function FileStep({ disabled, reading, onFile }: Props) {
  const { t } = useTranslation();
  const queue = useQueueUploads();
  const template = useMutation({
    mutationFn: imports.saveTemplate,
    onSuccess: (path) => {
      if (path) savedToast((t) => t('import.templateSaved'), path);
    },
    onError: (error) => toastError((t) => t('import.templateFailed'), error),
  });
  return (
    <FileDrop disabled={disabled} reading={reading} hint={t('import.dropHint')} onFile={onFile} onMore={queue.mutate}>
      <Menu>
        <Menu.Target>
          <Button variant="default" leftSection={<IconDownload size={16} />} loading={template.isPending}>
            {t('import.template')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['csv', 'xlsx'] as const).map((kind) => (
            <Menu.Item key={kind} onClick={() => template.mutate(kind)}>
              {t(`exports.format.${kind}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </FileDrop>
  );
}
