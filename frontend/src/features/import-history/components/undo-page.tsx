import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { jobTitle } from '../../../components/job-words';
import { useJob } from '../../../hooks/use-jobs';
import { UndoOutcome } from './undo-outcome';

interface Props {
  jobId: string;
  contactLink: (id: string, name: string) => ReactNode;
  onImports: () => void;
}

/** One undo of an import, as its notification leads to it. */
export function UndoPage({ jobId, contactLink, onImports }: Props) {
  const { t } = useTranslation();
  const { data: job } = useJob(jobId);
  return (
    <div className="page">
      <div className="pagein" style={{ maxWidth: 820 }}>
        <div className="pagehead">
          <h1>{job ? jobTitle(t, job) : t('importHistory.undoTitle')}</h1>
          <div className="grow" />
          <Button variant="default" onClick={onImports}>
            {t('import.allImports')}
          </Button>
        </div>
        <UndoOutcome undoJob={jobId} contactLink={contactLink} />
      </div>
    </div>
  );
}
