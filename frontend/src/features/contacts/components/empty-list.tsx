import { Button, EmptyState } from '@mantine/core';
import { IconAddressBook, IconDatabaseImport, IconSearchOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

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
      <EmptyState
        mt={80}
        icon={<IconSearchOff size={30} stroke={1.5} />}
        withIndicatorBackground
        title={t('contacts.noMatch')}
        description={t('contacts.noMatchHint')}
      >
        <EmptyState.Actions>
          <Button variant="default" onClick={onClear}>
            {t('contacts.clearAll')}
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      mt={80}
      icon={<IconAddressBook size={30} stroke={1.5} />}
      withIndicatorBackground
      title={t('contacts.empty')}
      description={
        <>
          {onImport ? t('contacts.emptyHint') : t('contacts.emptyNoImport')}
          <br />
          {t('contacts.demoHint')} <code>carteira demo</code>
        </>
      }
    >
      {onImport && (
        <EmptyState.Actions>
          <Button leftSection={<IconDatabaseImport size={16} />} onClick={onImport}>
            {t('contacts.emptyImport')}
          </Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}
