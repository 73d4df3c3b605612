import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toBridgeError } from '../../bridge/errors';
import { errorText } from '../../i18n/codes';

interface Problem {
  field: string;
  text: string;
}

/** The name of a new field or label and what is wrong with it: blank, taken, or what Go says. */
export function useNewDefinition(
  add: (name: string) => Promise<unknown>,
  /** What else has to be there; null when nothing is missing. */
  check: () => Problem | null,
  onDone: () => void,
) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async () => {
    const missing = name.trim() === '' ? { field: 'name', text: t('definitions.nameNeeded') } : check();
    if (missing) return setProblem(missing);
    try {
      await add(name.trim());
      onDone();
    } catch (error) {
      const { code, field } = toBridgeError(error);
      setProblem({
        field: field || 'name',
        text: code === 'conflict' ? t('definitions.nameTaken') : errorText(t, error),
      });
    }
  };
  return {
    name,
    problem,
    save: () => void save(),
    clear: () => setProblem(null),
    nameField: {
      label: t('definitions.name'),
      'data-autofocus': true,
      maxLength: 120,
      value: name,
      onChange: (event: ChangeEvent<HTMLInputElement>) => {
        setName(event.currentTarget.value);
        setProblem(null);
      },
      error: problem?.field === 'name' ? problem.text : null,
    },
  };
}
