import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EnrolForm } from '../../../components/enrol-form';
import { useJoin } from '../mutations';
import { CreateAdmin } from './create-admin';
import { Door } from './door';

type Beginning = 'create' | 'join';

/** An office begins on its own, or joins an organization that other offices belong to. */
export function FirstStart({ begin = 'create' }: { begin?: Beginning }) {
  const { t } = useTranslation();
  const [how, setHow] = useState<Beginning>(begin);
  return (
    <Door>
      <h1>{t('session.welcome')}</h1>
      <SegmentedControl
        className="door-choice"
        size="sm"
        fullWidth
        aria-label={t('join.tab')}
        value={how}
        onChange={(value) => setHow(value as Beginning)}
        data={(['create', 'join'] as const).map((value) => ({ value, label: t(`join.${value}`) }))}
      />
      {how === 'create' ? <CreateAdmin /> : <Join />}
    </Door>
  );
}

function Join() {
  const { t } = useTranslation();
  const join = useJoin();
  return (
    <>
      <p className="sub">{t('join.hint')}</p>
      <EnrolForm mutation={join} action={t('join.action')} size="md" />
    </>
  );
}
