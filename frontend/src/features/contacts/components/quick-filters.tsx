import { useTranslation } from 'react-i18next';
import type { ContactSearch } from '../filters';

const DAY = 86_400_000;
/** YYYY-MM-DD of the local calendar, `days` ago. */
const daysAgo = (days: number): string => {
  const d = new Date(Date.now() - days * DAY);
  return [d.getFullYear(), `${d.getMonth() + 1}`.padStart(2, '0'), `${d.getDate()}`.padStart(2, '0')].join('-');
};

/** What people filter by most, while no filter is in force: the row keeps its height and nothing jumps. */
export function QuickFilters({ onPick }: { onPick: (change: ContactSearch) => void }) {
  const { t } = useTranslation();
  const quick: [string, () => ContactSearch][] = [
    [t('filters.quick.active'), () => ({ status: 'active' })],
    [t('filters.quick.noOwner'), () => ({ owner: 'none' })],
    [t('filters.quick.withOwner'), () => ({ owner: 'any' })],
    [t('filters.quick.week'), () => ({ from: daysAgo(7) })],
  ];
  return (
    <>
      <span className="sub" style={{ fontSize: 12 }}>
        {t('filters.quick.title')}
      </span>
      {quick.map(([label, change]) => (
        <button type="button" key={label} className="quick" onClick={() => onPick(change())}>
          {label}
        </button>
      ))}
    </>
  );
}
