import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowMerge, IconArrowsDiagonal, IconPencil, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../../bridge/types';
import { ContactAvatar } from '../../../components/avatar';
import { ErrorCallout } from '../../../components/error-callout';
import { LabelTag } from '../../../components/label-tag';
import { keyOf } from '../panel-keys';
import type { ProfileParts } from '../profile';
import { type Moved, movedTo, useContact, useMoved } from '../queries';
import { ContactTabs } from './contact-tabs';

interface Props {
  id: string;
  /** Grows each time the panel is asked for by keyboard: the focus then goes to its title. */
  focus: number;
  onClose: () => void;
  onMoved: (moved: Moved) => void;
  /** Whose record led here, "" for nobody's. */
  movedFrom: string;
  /** null when this user may not edit. */
  onEdit?: ((id: string) => void) | null;
  /** Opens the whole page. */
  onExpand?: ((id: string) => void) | null;
  /** What happened with the contact, of other features. */
  parts?: (c: ContactDetail) => ProfileParts;
}

/** Everything known of one contact, beside the list (D2.6). */
export function ContactPanel({ id, focus, onClose, onMoved, movedFrom, onEdit = null, onExpand = null, parts }: Props) {
  const { t } = useTranslation();
  const contact = useContact(id);
  const title = useRef<HTMLHeadingElement>(null);
  const moved = movedTo(id, contact);
  // The one before stays until this one is here, a merged one does not.
  const c = contact.data?.mergedInto === '' && !moved ? contact.data : undefined;
  const ready = c !== undefined;
  useMoved(moved, onMoved);
  useEffect(() => {
    if (focus > 0 && ready) title.current?.focus();
  }, [focus, ready]);
  const keys = (e: KeyboardEvent) => {
    const act = { close: onClose, expand: () => onExpand?.(id), edit: () => c && !c.anonymized && onEdit?.(id) };
    const key = keyOf(e);
    if (key === null) return;
    e.stopPropagation();
    e.preventDefault();
    act[key]();
  };
  return (
    <aside className="aside" aria-label={t('contact.panel')} aria-busy={contact.isFetching} onKeyDown={keys}>
      <div className="aside-head">
        {c && <ContactAvatar c={c} big />}
        <div className="grow" style={{ minWidth: 0 }}>
          <h2 ref={title} tabIndex={-1}>
            {c?.name ?? t('contact.loading')}
          </h2>
          {c && <Subtitle c={c} movedFrom={movedFrom} />}
        </div>
        {c && onEdit && !c.anonymized && (
          <Tooltip label={t('contactForm.editKey')}>
            <ActionIcon aria-label={t('contactForm.edit')} onClick={() => onEdit(c.id)}>
              <IconPencil size={17} />
            </ActionIcon>
          </Tooltip>
        )}
        {c && onExpand && (
          <Tooltip label={t('profile.expandKey')}>
            <ActionIcon aria-label={t('profile.expand')} onClick={() => onExpand(c.id)}>
              <IconArrowsDiagonal size={17} />
            </ActionIcon>
          </Tooltip>
        )}
        <Tooltip label={t('contact.close')}>
          <ActionIcon aria-label={t('contact.close')} onClick={onClose}>
            <IconX size={17} />
          </ActionIcon>
        </Tooltip>
      </div>
      {contact.isError && (
        <section>
          <ErrorCallout error={contact.error} title={t('contact.failed')} onRetry={() => void contact.refetch()} />
        </section>
      )}
      {c && <ContactTabs key={c.id} c={c} parts={parts?.(c)} />}
    </aside>
  );
}

export function Subtitle({ c, movedFrom }: { c: ContactDetail; movedFrom: string }) {
  const { t } = useTranslation();
  const words = [
    c.anonymized ? t('contact.anonymized') : c.active ? t('contacts.active') : t('contacts.inactive'),
    c.corporate ? t('contacts.corporate') : '',
    c.pending ? t('contacts.pending') : '',
  ].filter(Boolean);
  return (
    <>
      <div className="sub">{words.join(' · ')}</div>
      {movedFrom !== '' && (
        <p className="sub moved" role="status">
          <IconArrowMerge size={14} aria-hidden />
          {t('contact.movedHere', { name: movedFrom })}
        </p>
      )}
      {c.labels.length > 0 && (
        <div style={{ marginTop: 6, display: 'flex', flexWrap: 'wrap', gap: '4px 0' }}>
          {c.labels.map((label) => (
            <LabelTag key={label.id} label={label} />
          ))}
        </div>
      )}
    </>
  );
}
