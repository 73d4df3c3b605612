import { Button } from '@mantine/core';
import { IconAddressBook, IconDatabaseImport, IconSearchOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Nothing } from '../../../components/nothing';

interface Props {
  /** Something is searched or filtered: the base may well hold contacts. */
  filtered: boolean;
  onClear: () => void;
  onImport: (() => void) | null;
}

/** An empty list names the next step. */
export function EmptyList({ filtered, onClear, onImport }: Props) {
  const { t } = useTranslation();
  if (filtered) {
    return (
      <Nothing icon={IconSearchOff} title={t('contacts.noMatch')} text={t('contacts.noMatchHint')}>
        <Button variant="default" onClick={onClear}>
          {t('contacts.clearAll')}
        </Button>
      </Nothing>
    );
  }
  return (
    <Nothing
      icon={IconAddressBook}
      title={t('contacts.empty')}
      text={
        <>
          {onImport ? t('contacts.emptyHint') : t('contacts.emptyNoImport')}
          <br />
          {t('contacts.demoHint')} <code>carteira demo</code>
        </>
      }
    >
      {onImport && (
        <Button leftSection={<IconDatabaseImport size={16} />} onClick={onImport}>
          {t('contacts.emptyImport')}
        </Button>
      )}
    </Nothing>
  );
}
