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
  /** Of the form, or of Ctrl/Cmd+Enter, which comes without an event. */
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  size?: number;
  children: ReactNode;
}

/** A small form in a dialog: Ctrl/Cmd+Enter saves from anywhere in it, and what was typed is not lost by a slip. */
export function FormDialog({ title, submit, busy, dirty, onClose, onSubmit, size = 560, children }: Props) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState(false);
  const leave = () => (dirty && !leaving ? setLeaving(true) : onClose());
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
      size={size}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      closeOnClickOutside={false}
    >
      <form
        onSubmit={(e) => {
          e.preventDefault();
          onSubmit(e);
        }}
        onKeyDown={keys}
        noValidate
      >
        <div className="dlg-form">{children}</div>
        {leaving ? (
          <div className="dlg-buttons" role="alert">
            <span className="grow">{t('common.discardTyped')}</span>
            <Button variant="default" onClick={() => setLeaving(false)}>
              {t('common.keepWriting')}
            </Button>
            <Button color="red" onClick={onClose}>
              {t('common.discardNow')}
            </Button>
          </div>
        ) : (
          <div className="dlg-buttons">
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
