import type { ReactNode } from 'react';
import type { NoticeKind } from '../bridge/types';
import { KindIcon } from './kind-icon';

interface CalloutProps {
  kind: NoticeKind;
  title: string;
  children?: ReactNode;
  /** Buttons that mend what the callout says. */
  actions?: ReactNode;
}

export function Callout({ kind, title, children, actions }: CalloutProps) {
  return (
    <div className="callout" data-kind={kind} role={kind === 'err' ? 'alert' : 'status'}>
      <KindIcon kind={kind} size={20} />
      <div className="grow">
        <p className="callout-title">{title}</p>
        {children}
        {actions && <div className="acts">{actions}</div>}
      </div>
    </div>
  );
}
