import { Tabs } from '@mantine/core';
import {
  IconCalendarEvent,
  IconClipboardCheck,
  IconHistory,
  IconId,
  IconMessages,
  IconNote,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../../bridge/types';
import { useFormat } from '../../../i18n/format';
import type { ProfileParts } from '../profile';
import { Changes } from './contact-changes';
import { ContactFacts } from './contact-facts';

type Tab = 'details' | 'timeline' | 'notes' | 'appointments' | 'surveys' | 'changes';

interface Props {
  c: ContactDetail;
  parts: ProfileParts | undefined;
  /** On the page the details stand beside the tabs. */
  page?: boolean;
}

/** The sides of a contact (D2.6), one at a time. */
export function ContactTabs({ c, parts, page = false }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [tab, setTab] = useState<Tab>(page ? 'timeline' : 'details');
  if (!parts) {
    return (
      <>
        <ContactFacts c={c} />
        <Changes changes={c.changes} />
      </>
    );
  }
  const tabs: [name: Tab, icon: typeof IconId, count: number, body: ReactNode][] = [
    [
      'details',
      IconId,
      0,
      <div key="details" className="facts-tab">
        <ContactFacts c={c} />
        {parts.merged}
      </div>,
    ],
    ['timeline', IconMessages, c.interactions, parts.timeline],
    ['notes', IconNote, c.notes.length, parts.notes],
    ['appointments', IconCalendarEvent, 0, parts.appointments],
    ['surveys', IconClipboardCheck, 0, parts.surveys],
    ['changes', IconHistory, c.changes.length, <Changes key="changes" changes={c.changes} />],
  ];
  const shown = page ? tabs.slice(1) : tabs;
  return (
    <>
      {parts.tools && <div className="aside-tools chrome">{parts.tools}</div>}
      <Tabs
        className="profile-tabs"
        value={tab}
        onChange={(next) => setTab((next ?? tab) as Tab)}
        keepMounted={false}
        activateTabWithKeyboard={false}
      >
        <Tabs.List className="chrome" aria-label={t('profile.sides')}>
          {shown.map(([name, Icon, count]) => (
            <Tabs.Tab key={name} value={name}>
              <span className="tab-name">
                <Icon size={17} stroke={1.6} aria-hidden />
                {t(`profile.tab.${name}`)}
                {count > 0 && <span className="num tab-count"> {format.number(count)}</span>}
              </span>
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map(([name, , , body]) => (
          <Tabs.Panel key={name} value={name}>
            {body}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
