import { IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Survey } from '../../../bridge/timeline';
import { useFormat } from '../../../i18n/format';

/** The survey of an interaction: its score with a word for it, or that it is awaited. */
export function Score({ survey }: { survey: Survey }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (survey.answeredAt === '') {
    return <div className="tl-score sub">{t('timeline.surveyAwaited', { at: format.dateTime(survey.sentAt) })}</div>;
  }
  const mood = survey.score < 0 ? 'none' : survey.score >= 9 ? 'good' : survey.score >= 7 ? 'fair' : 'bad';
  return (
    <div className="tl-score" data-mood={mood}>
      <IconStarFilled size={13} aria-hidden />
      <b className="num">{survey.score < 0 ? t('timeline.noScore') : t('timeline.score', { score: survey.score })}</b>
      <span className="sub">{format.dateTime(survey.answeredAt)}</span>
      {survey.comment && <q className="tl-text">{survey.comment}</q>}
    </div>
  );
}
