import { ActionIcon, Badge, Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Interaction } from '../../../bridge/timeline';
import { duration } from '../../../i18n/duration';
import { useFormat } from '../../../i18n/format';
import type { Dialog } from '../dialogs';
import { ChannelIcon } from './channel-icon';
import { Contents } from './contents';
import { Score } from './score';

interface Props {
  x: Interaction;
  /** null when the person may not change it. */
  onDialog: ((dialog: Dialog) => void) | null;
}

/** One protocol: what, when, who, how it ended, and what may be done with it. */
export function InteractionItem({ x, onDialog }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [said, setSaid] = useState(false);
  const contents = useId();
  const facts: [label: string, value: string][] = [
    [t('timeline.agent'), x.agent],
    [t('timeline.service'), x.service],
    [t('timeline.tabulation'), x.tabulation],
    [t('timeline.handle'), x.open ? '' : duration(x.handleSeconds)],
    [t('timeline.closed'), x.open ? '' : format.dateTime(x.closedAt)],
  ];
  return (
    <li className="tl-item">
      <ChannelIcon channel={x.channel} />
      <div className="tl-body">
        <div className="tl-line">
          <b>{t(`timeline.channel.${x.channel}`)}</b>
          <span className="sub">{x.outbound ? t('timeline.outbound') : t('timeline.inbound')}</span>
          {x.open && (
            <Badge size="sm" variant="light" color="amber" className="tl-open">
              {t('timeline.isOpen')}
            </Badge>
          )}
          <span className="grow" />
          <time className="sub num" dateTime={x.openedAt}>
            {format.dateTime(x.openedAt)}
          </time>
        </div>
        <div className="tl-line tl-head">
          <span className="sub num tl-protocol">{t('timeline.protocol', { protocol: x.protocol || '—' })}</span>
          <span className="grow" />
          {onDialog && x.open && (
            <Button className="chrome" size="xs" variant="default" onClick={() => onDialog({ kind: 'close', x })}>
              {t('timeline.close')}
            </Button>
          )}
          {onDialog && <More x={x} onDialog={onDialog} />}
        </div>
        <dl className="tl-facts">
          {facts
            .filter(([, value]) => value !== '')
            .map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        {x.survey && <Score survey={x.survey} />}
        {x.contents > 0 && (
          <div className="tl-actions chrome">
            <Button
              size="xs"
              variant="subtle"
              px={6}
              aria-expanded={said}
              aria-controls={contents}
              onClick={() => setSaid(!said)}
            >
              {t(said ? 'timeline.hideContents' : 'timeline.contents', { count: x.contents })}
            </Button>
          </div>
        )}
        {said && <Contents id={contents} interaction={x.id} />}
      </div>
    </li>
  );
}

function More({ x, onDialog }: { x: Interaction; onDialog: (dialog: Dialog) => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon className="chrome" size={28} aria-label={t('timeline.more', { protocol: x.protocol })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {!x.open && (
          <Menu.Item onClick={() => onDialog({ kind: 'close', x })}>{t('timeline.correctClosing')}</Menu.Item>
        )}
        <Menu.Item onClick={() => onDialog({ kind: 'tabulate', x })}>{t('timeline.tabulate')}</Menu.Item>
        <Menu.Item onClick={() => onDialog({ kind: 'message', x })}>{t('timeline.addMessage')}</Menu.Item>
        {!x.survey && (
          <Menu.Item onClick={() => onDialog({ kind: 'sendSurvey', x })}>{t('timeline.sendSurvey')}</Menu.Item>
        )}
        <Menu.Item onClick={() => onDialog({ kind: 'survey', x })}>{t('timeline.answerSurvey')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
