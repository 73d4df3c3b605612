import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Callout } from '../../../components/callout';
import { type ServicesTab, servicesTabs } from '../tabs';
import { ServiceList } from './service-list';
import { TabulationList } from './tabulation-list';

interface Props {
  tab: ServicesTab;
  onTab: (tab: ServicesTab) => void;
  mayChange: boolean;
}

export function ServicesPage({ tab, onTab, mayChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className="page">
      <div className="pagein" style={{ maxWidth: 960 }}>
        <div className="pagehead">
          <h1>{t('admin.services.title')}</h1>
        </div>
        {mayChange ? (
          <Tabs value={tab} onChange={(value) => onTab(value as ServicesTab)} keepMounted={false}>
            <Tabs.List aria-label={t('admin.tabs')}>
              {servicesTabs.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`admin.services.tab.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="services" pt={16}>
              <ServiceList />
            </Tabs.Panel>
            <Tabs.Panel value="tabulations" pt={16}>
              <TabulationList />
            </Tabs.Panel>
          </Tabs>
        ) : (
          <Callout kind="info" title={t('admin.noPermission')} />
        )}
      </div>
    </div>
  );
}
