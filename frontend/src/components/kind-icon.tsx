import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { NoticeKind } from '../bridge/types';

const icons = { ok: IconCircleCheck, warn: IconAlertTriangle, err: IconCircleX, info: IconInfoCircle };

/** The shape that goes with each colour, so that neither has to be told by colour alone. */
export function KindIcon({ kind, size = 18 }: { kind: NoticeKind; size?: number }) {
  const Icon = icons[kind];
  return <Icon size={size} stroke={1.8} color={`var(--st-${kind}-fg)`} aria-hidden />;
}
