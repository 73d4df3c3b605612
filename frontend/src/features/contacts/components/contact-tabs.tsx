import { Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../../bridge/types';
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
  const [tab, setTab] = useState<Tab>(page ? 'timeline' : 'details');
  if (!parts) {
    return (
      <>
        <ContactFacts c={c} />
        <Changes changes={c.changes} />
      </>
    );
  }
  const tabs: [name: Tab, count: number, body: ReactNode][] = [
    [
      'details',
      0,
      <div key="details" className="facts-tab">
        <ContactFacts c={c} />
        {parts.merged}
      </div>,
    ],
    ['timeline', c.interactions, parts.timeline],
    ['notes', c.notes.length, parts.notes],
    ['appointments', 0, parts.appointments],
    ['surveys', 0, parts.surveys],
    ['changes', c.changes.length, <Changes key="changes" changes={c.changes} />],
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
          {shown.map(([name, count]) => (
            <Tabs.Tab key={name} value={name}>
              {t(`profile.tab.${name}`)}
              {count > 0 && <span className="num sub"> {count}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {shown.map(([name, , body]) => (
          <Tabs.Panel key={name} value={name}>
            {body}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
