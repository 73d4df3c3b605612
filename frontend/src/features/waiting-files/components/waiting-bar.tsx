import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconFiles, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useImportUnderWay } from '../../../hooks/import-under-way';
import { useDiscard, useWaiting } from '../queries';

interface Props {
  mayImport: boolean;
  onOpen: (path: string) => void;
}

/** The files that wait, on every screen: which is next, how many follow, and how to be rid of them. */
export function WaitingBar({ mayImport, onOpen }: Props) {
  const { t } = useTranslation();
  const { data: files = [] } = useWaiting();
  const preparing = useImportUnderWay() !== '';
  const discard = useDiscard();
  const next = files[0];
  if (!next) return null;
  const count = files.length;
  return (
    <section className="waitingbar" aria-label={t('waiting.title')}>
      <IconFiles size={18} aria-hidden />
      <div className="grow">
        <div className="waitingbar-head" role="status">
          {mayImport ? t('waiting.count', { count }) : t('waiting.notAllowed', { count })}
        </div>
        <ul className="waitingbar-files">
          {files.map((file) => (
            <li key={file.path} title={file.path}>
              <span>{file.name}</span>
              <Tooltip label={t('waiting.discardHint')}>
                <ActionIcon
                  size={24}
                  variant="subtle"
                  color="gray"
                  aria-label={t('waiting.discard', { name: file.name })}
                  onClick={() => discard.mutate(file.path)}
                >
                  <IconX size={13} />
                </ActionIcon>
              </Tooltip>
            </li>
          ))}
        </ul>
      </div>
      {mayImport &&
        (preparing ? (
          <span className="sub">{t('waiting.afterThis')}</span>
        ) : (
          <Button size="xs" onClick={() => onOpen(next.path)}>
            {t('waiting.open', { name: next.name })}
          </Button>
        ))}
      {count > 1 && (
        <Button size="xs" variant="default" onClick={() => discard.mutate('')}>
          {t('waiting.discardAll')}
        </Button>
      )}
    </section>
  );
}
