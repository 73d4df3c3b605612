import { Button } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';

interface Props {
  title: string;
  submit: string;
  busy: boolean;
  /** Something was typed that closing would lose. */
  dirty: boolean;
  onClose: () => void;
  onSubmit: () => void;
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
    <Dialog
      opened
      onClose={leave}
      title={title}
      size={size}
      closeOnClickOutside={false}
      onSubmit={onSubmit}
      onKeyDown={keys}
      buttons={
        leaving ? (
          <>
            <span className="grow" role="alert">
              {t('common.discardTyped')}
            </span>
            <Button variant="default" onClick={() => setLeaving(false)}>
              {t('common.keepWriting')}
            </Button>
            <Button color="red" onClick={onClose}>
              {t('common.discardNow')}
            </Button>
          </>
        ) : (
          <>
            <Button variant="default" onClick={leave}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {submit}
            </Button>
          </>
        )
      }
    >
      <div className="dlg-form">{children}</div>
    </Dialog>
  );
}
