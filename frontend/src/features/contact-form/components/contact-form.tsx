import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contactForm } from '../../../bridge/form';
import { ErrorCallout } from '../../../components/error-callout';
import { takeKeys } from '../../../hooks/typed-ahead';
import { FormEditor } from './form-editor';
import { OpenContact } from './open-contact';

export interface ContactFormProps {
  /** "" = a new contact. */
  id: string;
  onClose: () => void;
  onSaved: (id: string, created: boolean) => void;
  /** Shows another contact, in place of the form. */
  onOpenContact: (id: string) => void;
}

/** Create or edit one contact (D1): a sheet beside the list, so that the list stays in sight. */
export function ContactForm({ id, onClose, onSaved, onOpenContact }: ContactFormProps) {
  const { t } = useTranslation();
  // Opened once: that documents are shown is audited, and what others change meanwhile is read by the editor itself.
  const opened = useQuery({
    queryKey: ['form', 'open', id],
    queryFn: () => contactForm.open(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  // Keys are kept for the editor; where none comes, they are nobody's.
  useEffect(() => {
    if (opened.isError) takeKeys();
  }, [opened.isError]);
  useEffect(() => () => void takeKeys(), []);
  // The editor answers Escape itself: it knows whether anything was changed.
  const [onEscape, setEscape] = useState<{ ask: () => void; held: boolean } | null>(null);
  const close = onEscape?.ask ?? onClose;
  const held = onEscape?.held ?? false;
  return (
    <Drawer.Root
      opened
      onClose={close}
      position="right"
      size="min(760px, 100vw)"
      closeOnClickOutside={false}
      closeOnEscape={!held}
      trapFocus={!held}
      classNames={{ content: 'cf-sheet' }}
    >
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content>
        {opened.data ? (
          <OpenContact value={onOpenContact}>
            <FormEditor opened={opened.data} onClose={onClose} onSaved={onSaved} onEscape={setEscape} />
          </OpenContact>
        ) : (
          <div className="cf-body">
            <Drawer.Title className="cf-title">{id === '' ? t('contactForm.new') : t('contactForm.edit')}</Drawer.Title>
            {opened.isError && (
              <ErrorCallout
                error={opened.error}
                title={t('contactForm.failed')}
                onRetry={() => void opened.refetch()}
              />
            )}
          </div>
        )}
      </Drawer.Content>
    </Drawer.Root>
  );
}
