import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BegunImport } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { useFormat } from '../../../i18n/format';
import { byHandIn } from '../begun';

interface Props {
  begun: BegunImport[];
  onContinue: (begun: BegunImport) => void;
  onDiscard: (begun: BegunImport) => void;
}

/** Files that were begun and not imported: with the window closed or the program killed in between. */
export function BegunFiles({ begun, onContinue, onDiscard }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  return begun.map((b) => (
    <Callout
      key={b.path}
      kind="info"
      title={t('import.begun.title', { name: b.name })}
      actions={
        <>
          {!b.missing && (
            <Button size="xs" onClick={() => onContinue(b)}>
              {t('import.begun.continue')}
            </Button>
          )}
          <Button size="xs" variant="default" onClick={() => onDiscard(b)}>
            {t('import.begun.discard')}
          </Button>
        </>
      }
    >
      <p>
        {b.missing
          ? t('import.begun.missing')
          : t('import.begun.hint', {
              at: format.dateTime(b.at),
              changes: t('import.byHand.count', { count: byHandIn(b.body) }),
            })}
      </p>
    </Callout>
  ));
}
