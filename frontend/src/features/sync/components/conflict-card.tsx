import { Button, Kbd } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncChoice, SyncConflict } from '../../../bridge/types';
import { useFormat } from '../../../i18n/format';
import { fieldWord, requestWord, valueWord } from '../words';
import type { ContactLink } from './sync-page';

/** A possible duplicate has no value to take: it is looked at and left. */
export const offers = (conflict: SyncConflict, choice: SyncChoice): boolean =>
  choice === 'winner' || conflict.kind !== 'duplicate';

function title(t: TFunction, c: SyncConflict): string {
  if (c.kind === 'cnpj') return t('sync.cnpjOf', { name: c.name });
  if (c.kind === 'duplicate') return t('sync.duplicateOf', { name: c.name });
  return t('sync.conflictOf', { field: fieldWord(t, c), name: c.name });
}

function actionWords(t: TFunction, c: SyncConflict): Record<SyncChoice, string> {
  if (c.kind === 'cnpj') return { winner: t('sync.keepWithout'), value: t('sync.takeCnpj') };
  if (c.kind === 'duplicate') return { winner: t('sync.reviewed'), value: '' };
  return { winner: t('sync.keepServer'), value: c.mine ? t('sync.takeMine') : t('sync.takeTheirs') };
}

interface Props {
  conflict: SyncConflict;
  first: boolean;
  busy: boolean;
  contactLink: ContactLink;
  onChoose: (choice: SyncChoice) => void;
}

export function ConflictCard({ conflict: c, first, busy, contactLink, onChoose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = actionWords(t, c);
  const request = requestWord(t, format, c);
  return (
    // The card takes the keys 1 and 2 and is one stop of the list.
    <li className="panel conflict" tabIndex={first ? 0 : -1} aria-label={title(t, c)}>
      <h3>{title(t, c)}</h3>
      {request && <p className="sub num">{request}</p>}
      <div className="sides">
        {c.kind === 'field' ? <Values c={c} /> : <Contacts c={c} contactLink={contactLink} />}
      </div>
      <div className="decide">
        {c.kind === 'field' && c.contact && <span className="grow">{contactLink(c.contact, c.name)}</span>}
        {c.kind !== 'field' && (
          <span className="grow sub">{c.kind === 'cnpj' ? t('sync.cnpjHint') : t('sync.duplicateHint')}</span>
        )}
        {(['winner', 'value'] as const)
          .filter((choice) => offers(c, choice))
          .map((choice, n) => (
            <Button
              key={choice}
              size="xs"
              variant="default"
              disabled={busy}
              rightSection={
                <Kbd size="xs" aria-hidden>
                  {n + 1}
                </Kbd>
              }
              onClick={() => onChoose(choice)}
            >
              {words[choice]}
            </Button>
          ))}
      </div>
    </li>
  );
}

function Values({ c }: { c: SyncConflict }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <Side title={t('sync.serverValue')} by={c.winnerBy} at={format.dateTime(c.winnerAt)} strong>
        {valueWord(t, format, c, c.winner)}
      </Side>
      <Side title={c.mine ? t('sync.myValue') : t('sync.theirValue')} by={c.valueBy} at={format.dateTime(c.valueAt)}>
        {valueWord(t, format, c, c.value)}
      </Side>
    </>
  );
}

function Contacts({ c, contactLink }: { c: SyncConflict; contactLink: ContactLink }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <Side title={t('sync.thisContact')} by={c.valueBy} at={format.dateTime(c.valueAt)}>
        {contactLink(c.contact, c.name)}
        {c.kind === 'cnpj' && <div className="num">{c.value}</div>}
      </Side>
      <Side title={t('sync.otherContact')} by="" at="">
        {contactLink(c.other, c.otherName || t('sync.otherContact'))}
      </Side>
    </>
  );
}

interface SideProps {
  title: string;
  by: string;
  at: string;
  strong?: boolean;
  children: ReactNode;
}

function Side({ title: heading, by, at, strong, children }: SideProps) {
  return (
    <div className="side-value" data-strong={strong || undefined}>
      <div className="sub">{heading}</div>
      <div className="value">{children}</div>
      <div className="sub num">{[by, at].filter(Boolean).join(' · ')}</div>
    </div>
  );
}
