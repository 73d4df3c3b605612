import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldRow } from '../../../bridge/definitions';
import { Dialog } from '../../../components/dialog';
import { errorText } from '../../../i18n/codes';
import { ChoicesEditor } from './choices-editor';

interface Props {
  field: FieldRow;
  onClose: () => void;
  onSave: (choices: string[]) => Promise<void>;
}

/** Changes what a field offers. Contacts keep values that are not offered any more. */
export function ChoicesDialog({ field, onClose, onSave }: Props) {
  const { t } = useTranslation();
  const [choices, setChoices] = useState(field.choices);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (choices.length === 0) {
      setProblem(t('definitions.choicesNeeded'));
      return;
    }
    setBusy(true);
    try {
      await onSave(choices);
      onClose();
    } catch (error) {
      setProblem(errorText(t, error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      opened
      onClose={onClose}
      size={480}
      title={t('definitions.choicesOf', { name: field.name })}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button onClick={() => void save()} loading={busy}>
            {t('definitions.save')}
          </Button>
        </>
      }
    >
      <ChoicesEditor
        choices={choices}
        onChange={(next) => {
          setChoices(next);
          setProblem(null);
        }}
        error={problem}
      />
      <p className="sub">{t('definitions.choicesHint')}</p>
    </Dialog>
  );
}
