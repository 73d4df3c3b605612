import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactRow } from '../../../bridge/types';
import { usePhoneFormat } from '../../../hooks/use-phone-format';
import { channelName } from '../../../i18n/channel';
import { useFormat } from '../../../i18n/format';
import type { ColumnId } from '../columns';
import { LabelsLine } from './labels-line';

export const placeOf = (c: Pick<ContactRow, 'city' | 'state'>): string => [c.city, c.state].filter(Boolean).join(', ');

/** What a column shows of a contact; `labelsWidth` in px. */
export function useCell(labelsWidth: number): (id: ColumnId, c: ContactRow) => ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const phone = usePhoneFormat();
  return (id, c) => {
    switch (id) {
      case 'phone':
        return (
          <>
            {phone(c.phone)}
            {c.phoneCount > 1 && <span className="sub"> +{c.phoneCount - 1}</span>}
          </>
        );
      case 'labels':
        return <LabelsLine labels={c.labels} width={labelsWidth} />;
      case 'city':
        return placeOf(c);
      case 'portfolioType':
        return c.portfolioType > 0 ? t(`portfolio.type.${c.portfolioType as 1 | 2 | 3 | 4}`) : '';
      case 'channel':
        return channelName(t, c.channel);
      case 'createdAt':
      case 'lastInteractionAt':
        return format.date(c[id]);
      default:
        return c[id];
    }
  };
}

const numeric = new Set<ColumnId>(['phone', 'cpf', 'cnpj', 'createdAt', 'lastInteractionAt']);
const quiet = new Set<ColumnId>(['cpf', 'cnpj', 'createdAt', 'lastInteractionAt', 'email']);
export const cellClass = (id: ColumnId): string =>
  [numeric.has(id) && 'num', quiet.has(id) && 'sub', id === 'labels' && 'labels'].filter(Boolean).join(' ');
