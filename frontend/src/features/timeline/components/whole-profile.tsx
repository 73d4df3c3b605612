import { IconMessages } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../../bridge/types';
import { Nothing } from '../../../components/nothing';
import { useProfile, useTimeline } from '../queries';
import { InteractionItem } from './interaction-item';
import { Appointments, Notes, Surveys } from './side-lists';

interface Props {
  c: ContactDetail;
  /** Everything is drawn. */
  onReady: () => void;
  children: ReactNode;
}

const everything = { channels: [], status: '', agent: '', service: '' } as const;
/** Of more than this the oldest stay away, and the page says so. */
const most = 1000;

/** All sides of a contact one below the other, for paper: every interaction, not a page of them. */
export function WholeProfile({ c, onReady, children }: Props) {
  const { t } = useTranslation();
  const pages = useTimeline(c.id, { ...everything, channels: [] });
  const profile = useProfile(c.id);
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const more = pages.hasNextPage && rows.length < most;
  const { isFetching, isError, fetchNextPage } = pages;
  useEffect(() => {
    if (more && !isFetching && !isError) void fetchNextPage();
  }, [more, isFetching, isError, fetchNextPage]);
  const whole = !profile.isPending && !pages.isPending && (!more || isError);
  useEffect(() => {
    if (!whole) return;
    // Two frames: what was just drawn has its place.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(onReady);
    });
    return () => cancelAnimationFrame(frame);
  }, [whole, onReady]);
  return (
    <>
      <h2>{t('profile.tab.timeline')}</h2>
      {rows.length === 0 && <Nothing icon={IconMessages} small title={t('timeline.none')} />}
      <ol className="tl-list">
        {rows.slice(0, most).map((x) => (
          <InteractionItem key={x.id} x={x} onDialog={null} />
        ))}
      </ol>
      {pages.hasNextPage && <p className="sub">{t('profile.newestOnly', { count: rows.length })}</p>}
      <h2>{t('profile.tab.appointments')}</h2>
      <Appointments contact={c.id} onDialog={null} />
      <h2>{t('profile.tab.surveys')}</h2>
      <Surveys contact={c.id} onDialog={null} />
      <h2>{t('profile.tab.notes')}</h2>
      <Notes c={c} mayEdit={false} />
      {children}
    </>
  );
}
