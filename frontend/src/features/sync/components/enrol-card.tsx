import { useTranslation } from 'react-i18next';
import { Callout } from '../../../components/callout';
import { EnrolForm } from '../../../components/enrol-form';
import { useEnrol } from '../mutations';

const consequences = ['send', 'merge', 'offline', 'users', 'erase'] as const;

/** Joins an organization; what follows from it is told beside the form, before anything is sent. */
export function EnrolCard({ mayEnrol, alone }: { mayEnrol: boolean; alone: boolean }) {
  const { t } = useTranslation();
  const enrol = useEnrol();
  return (
    <>
      {alone && (
        <Callout kind="info" title={t('sync.alone')}>
          <p>{mayEnrol ? t('sync.aloneHint') : `${t('sync.aloneHint')} ${t('sync.aloneNoPermission')}`}</p>
        </Callout>
      )}
      {mayEnrol && (
        <div className="two">
          <section className="panel">
            <h2>{t('sync.enrol')}</h2>
            <EnrolForm mutation={enrol} action={t('sync.enrol')} />
          </section>
          <section className="panel">
            <h2>{t('sync.willTitle')}</h2>
            <ul className="consequences">
              {consequences.map((key) => (
                <li key={key}>{t(`sync.will.${key}`)}</li>
              ))}
            </ul>
          </section>
        </div>
      )}
    </>
  );
}
