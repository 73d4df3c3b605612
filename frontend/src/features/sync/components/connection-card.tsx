import { Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncInfo } from '../../../bridge/types';
import { Callout } from '../../../components/callout';
import { exchanged, SyncStateIcon, syncWord } from '../../../components/sync-state';
import { useNow } from '../../../hooks/use-now';
import { codeText } from '../../../i18n/codes';
import { useFormat } from '../../../i18n/format';

/** Where this computer stands with its server, in plain words. */
export function ConnectionCard({ info }: { info: SyncInfo }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const done = exchanged(info);
  const last = info.lastSyncAt
    ? `${format.ago(info.lastSyncAt, now)} (${format.dateTime(info.lastSyncAt)})`
    : t('sync.never');
  return (
    <>
      <section className="panel connection" aria-label={t('sync.connection')}>
        <div className="connection-state">
          <SyncStateIcon state={info.state} size={20} />
          <h2>{syncWord(t, info, format)}</h2>
          {info.phase !== '' && info.state === 'syncing' && (
            <span className="sub num">
              {info.phase !== 'copy' && `${t(`sync.phase.${info.phase}`)} · `}
              {t('sync.progress', { done: info.done, count: info.total })}
            </span>
          )}
        </div>
        {done !== null && (
          <Progress.Root size="sm" mb={12}>
            <Progress.Section
              value={Math.floor(done * 100)}
              color="var(--app-accent-text)"
              aria-label={t('status.syncing')}
            />
          </Progress.Root>
        )}
        <dl className="connection-facts">
          <Fact name={t('sync.organization')}>{info.organization}</Fact>
          <Fact name={t('sync.office')}>{info.office}</Fact>
          <Fact name={t('sync.server')}>{info.server}</Fact>
          <Fact name={t('sync.lastSync')}>{last}</Fact>
          {info.state !== 'revoked' && (
            <Fact name={t('sync.nextTry')}>
              {info.nextTryAt ? format.time(info.nextTryAt) : t('sync.atNextChange')}
            </Fact>
          )}
          {info.fingerprint && (
            <Fact name={t('sync.fingerprint')} whole>
              <code className="fingerprint">{info.fingerprint.replace(/(.{4})(?=.)/g, '$1 ')}</code>
              <div className="sub hint">{t('sync.fingerprintHint')}</div>
            </Fact>
          )}
        </dl>
      </section>
      <Trouble info={info} />
      {info.keyInFile && (
        <Callout kind="warn" title={t('sync.keyInFile')}>
          <p>{t('sync.keyInFileHint')}</p>
        </Callout>
      )}
    </>
  );
}

/** A device that was cut off and emptied no longer knows whose it was. */
function Fact({ name, whole, children }: { name: string; whole?: boolean; children: ReactNode }) {
  if (children === '') return null;
  return (
    <div className={whole ? 'whole' : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Being offline is no error: it is told calmly. What does not mend itself is. */
function Trouble({ info }: { info: SyncInfo }) {
  const { t } = useTranslation();
  if (info.state === 'revoked') {
    return (
      <Callout kind="err" title={t('status.revoked')}>
        <p>{t('sync.revokedHint')}</p>
      </Callout>
    );
  }
  const { problem } = info;
  const reason = problem && codeText(t, problem.code, problem.message);
  if (info.state === 'offline' && (!problem || problem.code === 'server_unreachable')) {
    return (
      <Callout kind="info" title={t('sync.offline')}>
        <p>{t('sync.offlineHint')}</p>
        {reason && <p className="sub">{reason}</p>}
      </Callout>
    );
  }
  if (!problem) return null;
  return (
    <Callout kind="warn" title={t('sync.problem')}>
      <p>{reason}</p>
      <details>
        <summary className="sub">{t('common.details')}</summary>
        <code>
          {problem.code}
          {problem.message && `: ${problem.message}`}
        </code>
      </details>
    </Callout>
  );
}
