import { Modal, type ModalProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Form } from './form';

interface Props extends Omit<ModalProps, 'title' | 'onSubmit' | 'attributes' | 'closeButtonProps' | 'classNames'> {
  title: string;
  /** In their order; a person's next step is the last. */
  buttons?: ReactNode;
  /** Makes the dialog a form: what is typed is checked by us, not by the browser. */
  onSubmit?: () => void;
}

/**
 * Every dialog of the window. However low the window, its title and its buttons are in sight and what lies between them scrolls. The
 * buttons are inside of what scrolls, so that the arrow keys move the text of a dialog that has nothing else to focus.
 */
export function Dialog({ title, buttons, onSubmit, children, ...modal }: Props) {
  const { t } = useTranslation();
  const inside = (
    <>
      <div className="dlg-body">{children}</div>
      {buttons && <div className="dlg-buttons">{buttons}</div>}
    </>
  );
  return (
    <Modal
      {...modal}
      title={<b>{title}</b>}
      classNames={{ content: 'dlg' }}
      attributes={{ header: { role: 'presentation' } }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {onSubmit ? <Form onSubmit={onSubmit}>{inside}</Form> : inside}
    </Modal>
  );
}
