import { useTranslation } from 'react-i18next';
import { ErrorCallout } from '../../../components/error-callout';
import { useFormat } from '../../../i18n/format';
import { useContents } from '../queries';

/** What was said in an interaction. */
export function Contents({ id, interaction }: { id: string; interaction: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const said = useContents(interaction, true);
  if (said.isError) {
    return (
      <div id={id}>
        <ErrorCallout error={said.error} title={t('timeline.contentsFailed')} onRetry={() => void said.refetch()} />
      </div>
    );
  }
  return (
    <ul id={id} className="tl-said" aria-busy={said.isPending}>
      {said.data?.map((c) => (
        <li key={c.id} data-outbound={c.outbound || undefined}>
          <div className="sub num">
            {c.kind === 'message'
              ? [t(c.outbound ? 'timeline.office' : 'timeline.person'), format.dateTime(c.at)].join(' · ')
              : t(`timeline.${c.kind}`)}
          </div>
          <div className="tl-text">{c.text}</div>
        </li>
      ))}
    </ul>
  );
}
