import { Button, Modal } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  submit: string;
  busy: boolean;
  /** Something was typed that closing would lose. */
  dirty: boolean;
  onClose: () => void;
  onSubmit: () => void;
  children: ReactNode;
}

/** A small form in a dialog. Ctrl/Cmd+Enter saves from anywhere in it. */
export function DialogFrame({ title, submit, busy, dirty, onClose, onSubmit, children }: Props) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState(false);
  const leave = () => (dirty && !leaving ? setLeaving(true) : onClose());
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
      onClose={leave}
      title={<b>{title}</b>}
      size={560}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      closeOnClickOutside={false}
    >
      <form onSubmit={send} onKeyDown={keys} noValidate>
        <div className="tl-form">{children}</div>
        {leaving ? (
          <div className="tl-buttons" role="alert">
            <span className="grow">{t('timeline.discard')}</span>
            <Button variant="default" onClick={() => setLeaving(false)}>
              {t('timeline.keepWriting')}
            </Button>
            <Button color="red" onClick={onClose}>
              {t('timeline.discardNow')}
            </Button>
          </div>
        ) : (
          <div className="tl-buttons">
            <Button variant="default" onClick={leave}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {submit}
            </Button>
          </div>
        )}
      </form>
    </Modal>
  );
}
