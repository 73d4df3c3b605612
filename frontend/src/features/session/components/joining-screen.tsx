import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Joining } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { codeText } from '../../../i18n/codes';
import { useFormat } from '../../../i18n/format';
import { Door } from './door';

interface Props {
  joining: Joining;
  /** Null until the users have arrived. */
  onSignIn: (() => void) | null;
  onAgain: () => void;
}

/** The first copy of an organization, until there is somebody to sign in. */
export function JoiningScreen({ joining, onSignIn, onAgain }: Props) {
  const { t } = useTranslation();
  const revoked = joining.state === 'revoked';
  return (
    <Door>
      <h1>{joining.organization || t('join.title')}</h1>
      <p className="sub">{joining.office}</p>
      {revoked ? (
        <Callout
          kind="err"
          title={t('join.revoked')}
          actions={
            <Button size="xs" variant="default" onClick={onAgain}>
              {t('join.again')}
            </Button>
          }
        >
          <p>{t('join.revokedHint')}</p>
        </Callout>
      ) : (
        <div className="stack">
          <CopyProgress joining={joining} />
          {joining.state === 'offline' && (
            <Callout kind="warn" title={t('join.waiting')}>
              <p>{t('join.waitingHint')}</p>
              {joining.problem && <p className="sub">{codeText(t, joining.problem.code, joining.problem.message)}</p>}
            </Callout>
          )}
          {onSignIn && (
            <div>
              <Button size="md" fullWidth onClick={onSignIn}>
                {t('join.signInNow')}
              </Button>
              <p className="sub" style={{ marginTop: 8, fontSize: 12 }}>
                {t('join.signInNowHint')}
              </p>
            </div>
          )}
        </div>
      )}
    </Door>
  );
}

function CopyProgress({ joining }: { joining: Joining }) {
  const { t } = useTranslation();
  const format = useFormat();
  const done = joining.total > 0 ? Math.min(1, joining.done / joining.total) : 0;
  return (
    <div>
      <Progress.Root size="md">
        <Progress.Section
          value={Math.floor(done * 100)}
          color="var(--app-accent-text)"
          aria-label={t('join.copying')}
        />
      </Progress.Root>
      <div className="num" style={{ display: 'flex', gap: 12, margin: '8px 0', fontSize: 13 }} aria-live="polite">
        <b style={{ fontWeight: 600 }}>{format.percent(done)}</b>
        <span className="sub">{t('join.records', { count: joining.done })}</span>
      </div>
      <p className="sub" style={{ fontSize: 12, lineHeight: 1.5 }}>
        {t('join.copyingHint')}
      </p>
    </div>
  );
}
