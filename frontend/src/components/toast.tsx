import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { NoticeKind } from '../bridge/types';
import { errorText } from '../i18n/codes';
import { i18n } from '../i18n/i18n';
import { KindIcon } from './kind-icon';

/** Said anew in each language: a toast may be on screen when the person switches. */
export type Words = (t: TFunction) => string;

export interface ToastProps {
  kind: NoticeKind;
  title: Words;
  message?: Words;
  action?: { label: Words; run: () => void };
  id?: string;
  onClose?: () => void;
}

/** What is told last must not push an error off the screen: four at most, the gravest first. */
const priority: Record<NoticeKind, number> = { info: 0, ok: 0, warn: 1, err: 2 };

function Say({ words }: { words: Words }) {
  const { t } = useTranslation();
  return <>{words(t)}</>;
}

/** Neutral card with a coloured rail; yellow and red stay until they are closed, red interrupts a screen reader. */
export function toast({ kind, title, message, action, id, onClose }: ToastProps): void {
  notifications.show({
    id,
    title: <Say words={title} />,
    color: 'gray',
    withBorder: true,
    className: 'ntf',
    'data-kind': kind,
    role: kind === 'err' ? 'alert' : 'status',
    autoClose: kind === 'ok' || kind === 'info' ? 6000 : false,
    priority: priority[kind],
    icon: <KindIcon kind={kind} size={20} />,
    onClose,
    styles: {
      icon: { background: 'transparent', marginInlineEnd: 10, width: 22, height: 22 },
      title: { fontWeight: 600, color: 'var(--mantine-color-text)', marginBottom: 2 },
      description: { color: 'var(--app-text-2)', overflowWrap: 'anywhere' },
    },
    closeButtonProps: { 'aria-label': i18n.t('notices.closeToast') },
    message: (
      <>
        {message && <Say words={message} />}
        {action && (
          <div>
            <button type="button" className="lnk" onClick={action.run}>
              <Say words={action.label} />
            </button>
          </div>
        )}
      </>
    ),
  });
}

export const toastError = (title: Words, error: unknown): void =>
  toast({ kind: 'err', title, message: (t) => errorText(t, error) });
