import { Button, Modal } from '@mantine/core';
import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  submit: string;
  busy: boolean;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

/** A small form in a dialog. Ctrl/Cmd+Enter saves from anywhere in it. */
export function DialogFrame({ title, submit, busy, onClose, onSubmit, children }: Props) {
  const { t } = useTranslation();
  const send = (e: FormEvent) => {
    e.preventDefault();
    onSubmit();
  };
  const keys = (e: KeyboardEvent) => {
    if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
    e.preventDefault();
    onSubmit();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<b>{title}</b>}
      size={560}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      closeOnClickOutside={false}
    >
      <form onSubmit={send} onKeyDown={keys} noValidate>
        <div className="tl-form">{children}</div>
        <div className="tl-buttons">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
