import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconArrowLeft, IconPencil, IconPrinter } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../../bridge/types';
import { ContactAvatar } from '../../../components/avatar';
import { ErrorCallout } from '../../../components/error-callout';
import { toastError } from '../../../components/toast';
import { usePrint } from '../../../hooks/use-print';
import { useFormat } from '../../../i18n/format';
import { keyOf } from '../panel-keys';
import type { ProfileParts } from '../profile';
import { type Moved, movedTo, useContact, useMoved } from '../queries';
import { Changes } from './contact-changes';
import { ContactFacts } from './contact-facts';
import { Subtitle } from './contact-panel';
import { ContactTabs } from './contact-tabs';

const printFailed = (reason: unknown) => toastError((t) => t('profile.printFailed'), reason);

interface Props {
  id: string;
  onBack: () => void;
  onMoved: (moved: Moved) => void;
  /** Whose record led here, "" for nobody's. */
  movedFrom: string;
  /** null when this user may not edit. */
  onEdit: ((id: string) => void) | null;
  parts: (c: ContactDetail) => ProfileParts;
}

/** The whole page of one contact (D2.6): its fields beside everything that happened. It prints without the buttons. */
export function ContactPage({ id, onBack, onMoved, movedFrom, onEdit, parts }: Props) {
  const { t } = useTranslation();
  const contact = useContact(id);
  const format = useFormat();
  const title = useRef<HTMLHeadingElement>(null);
  // While another contact is on its way the one before stands in its place: never under this address.
  const moved = movedTo(id, contact);
  const c = contact.data?.id === id && !moved ? contact.data : undefined;
  const ready = c !== undefined;
  useMoved(moved, onMoved);
  useEffect(() => {
    if (ready) title.current?.focus();
  }, [ready]);
  const keys = (e: KeyboardEvent) => {
    const key = keyOf(e);
    if (key === null || key === 'expand') return;
    e.preventDefault();
    if (key === 'close') onBack();
    else if (c && !c.anonymized) onEdit?.(id);
  };
  const of = c && parts(c);
  const print = usePrint(printFailed);
  return (
    <article className="contact-page" aria-label={t('profile.page')} aria-busy={contact.isFetching} onKeyDown={keys}>
      <header className="contact-page-head">
        <Tooltip label={t('profile.backKey')}>
          <ActionIcon className="chrome" aria-label={t('common.back')} onClick={onBack}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        </Tooltip>
        {c && <ContactAvatar c={c} big />}
        <div className="grow" style={{ minWidth: 200 }}>
          <h1 ref={title} tabIndex={-1}>
            {c?.name ?? t(contact.isError ? 'contact.failed' : 'contact.loading')}
          </h1>
          {c && <Subtitle c={c} movedFrom={movedFrom} />}
        </div>
        {c && of && (
          <Button
            className="chrome folds"
            title={t('profile.print')}
            variant="default"
            leftSection={<IconPrinter size={16} />}
            loading={print.asked}
            onClick={print.ask}
          >
            {t('profile.print')}
          </Button>
        )}
        {c && onEdit && !c.anonymized && (
          <Button
            className="chrome folds"
            title={t('contactForm.edit')}
            variant="default"
            leftSection={<IconPencil size={16} />}
            onClick={() => onEdit(c.id)}
          >
            {t('contactForm.edit')}
          </Button>
        )}
      </header>
      {contact.isError && (
        <div style={{ padding: 24, maxWidth: 720 }}>
          <ErrorCallout error={contact.error} title={t('contact.failed')} onRetry={() => void contact.refetch()} />
        </div>
      )}
      {c && of && (
        <div className="contact-page-body">
          <div className="facts-column">
            <VisuallyHidden component="h2">{t('profile.tab.details')}</VisuallyHidden>
            <ContactFacts c={c} />
            {of.merged}
          </div>
          <div style={{ minWidth: 0 }}>
            <VisuallyHidden component="h2">{t('profile.sides')}</VisuallyHidden>
            <ContactTabs key={c.id} c={c} parts={{ ...of, merged: null }} page />
          </div>
        </div>
      )}
      {c && of && print.asked && (
        <div className="on-paper">
          <div className="facts-column">
            <ContactFacts c={c} />
            {of.merged}
          </div>
          {of.whole(print.ready, <Changes changes={c.changes} />)}
          <p className="made">{t('profile.printedAt', { at: format.dateTime(new Date().toISOString()) })}</p>
        </div>
      )}
    </article>
  );
}
