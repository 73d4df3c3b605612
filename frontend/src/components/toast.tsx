import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import type { NoticeKind } from '../bridge/types';
import { errorText } from '../i18n/codes';
import { i18n } from '../i18n/i18n';
import { KindIcon } from './kind-icon';

export interface ToastProps {
  kind: NoticeKind;
  title: string;
  message?: string;
  action?: { label: string; run: () => void };
  id?: string;
  onClose?: () => void;
}

/** What is told last must not push an error off the screen: four at most, the gravest first. */
const priority: Record<NoticeKind, number> = { info: 0, ok: 0, warn: 1, err: 2 };

/** Neutral card with a coloured rail; yellow and red stay until they are closed, red interrupts a screen reader. */
export function toast({ kind, title, message, action, id, onClose }: ToastProps): void {
  notifications.show({
    id,
    title,
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
        {message}
        {action && (
          <div>
            <button type="button" className="lnk" onClick={action.run}>
              {action.label}
            </button>
          </div>
        )}
      </>
    ),
  });
}

export const toastError = (t: TFunction, title: string, error: unknown): void =>
  toast({ kind: 'err', title, message: errorText(t, error) });
