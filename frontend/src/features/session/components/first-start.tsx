import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Callout } from '../../../components/callout';
import { EnrolForm } from '../../../components/enrol-form';
import { useJoin } from '../mutations';
import { CreateAdmin } from './create-admin';
import { Door } from './door';

type Beginning = 'create' | 'join';

interface Props {
  begin?: Beginning;
  /** The organization has had everything destroyed that was here. */
  wiped?: boolean;
}

/** An office begins on its own, or joins an organization that other offices belong to. */
export function FirstStart({ begin = 'create', wiped = false }: Props) {
  const { t } = useTranslation();
  const [how, setHow] = useState<Beginning>(begin);
  return (
    <Door>
      <h1>{t('session.welcome')}</h1>
      {wiped && (
        <Callout kind="warn" title={t('session.wiped')}>
          <p>{t('session.wipedHint')}</p>
        </Callout>
      )}
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
