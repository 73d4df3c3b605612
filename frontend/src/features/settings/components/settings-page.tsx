import { SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../bridge/types';
import { ErrorCallout } from '../../../components/error-callout';
import { type Density, setPreferences, usePreferences } from '../../../hooks/preferences';
import { useSettings } from '../queries';
import { DesktopSettings } from './desktop-settings';
import { OrganizationSettings } from './organization-settings';
import { Line } from './setting-line';

interface Props {
  /** Settings of the organization need the permission (D9.1). */
  mayChange: boolean;
  version: string;
  onLanguage: (language: Language) => void;
}

export function SettingsPage({ mayChange, version, onLanguage }: Props) {
  const { t, i18n } = useTranslation();
  const settings = useSettings();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const { density, letters } = usePreferences();
  return (
    <div className="page">
      <div className="pagein" style={{ maxWidth: 820 }}>
        <div className="pagehead">
          <h1>{t('settings.title')}</h1>
        </div>
        <Group title={t('settings.organization')} hint={t('settings.organizationHint')}>
          {settings.isError && (
            <div style={{ padding: 16 }}>
              <ErrorCallout
                error={settings.error}
                title={t('settings.failed')}
                onRetry={() => void settings.refetch()}
              />
            </div>
          )}
          {settings.data && <OrganizationSettings values={settings.data} mayChange={mayChange} />}
          {!mayChange && (
            <p className="sub" style={{ padding: '0 16px 14px', fontSize: 12 }}>
              {t('settings.noPermission')}
            </p>
          )}
        </Group>
        <Group title={t('settings.computer')} hint={t('settings.computerHint')}>
          <Line title={t('settings.language')} hint={t('settings.languageHint')}>
            {(labels) => (
              <SegmentedControl
                {...labels}
                value={i18n.language}
                onChange={(value) => onLanguage(value as Language)}
                data={[
                  { value: 'pt-BR', label: 'Português' },
                  { value: 'en', label: 'English' },
                ]}
              />
            )}
          </Line>
          <Line title={t('settings.theme')} hint={t('settings.themeHint')}>
            {(labels) => (
              <SegmentedControl
                {...labels}
                value={colorScheme}
                onChange={(value) => setColorScheme(value as typeof colorScheme)}
                data={(['light', 'dark', 'auto'] as const).map((value) => ({
                  value,
                  label: t(`settings.themes.${value}`),
                }))}
              />
            )}
          </Line>
          <Line title={t('contacts.density')} hint={t('settings.densityHint')}>
            {(labels) => (
              <SegmentedControl
                {...labels}
                value={density}
                onChange={(value) => setPreferences({ density: value as Density })}
                data={(['compact', 'normal', 'comfortable'] as const).map((value) => ({
                  value,
                  label: t(`contacts.densities.${value}`),
                }))}
              />
            )}
          </Line>
          <Line title={t('settings.letters')} hint={t('settings.lettersHint')}>
            {(labels) => (
              <Switch
                size="md"
                {...labels}
                checked={letters}
                onChange={(e) => setPreferences({ letters: e.currentTarget.checked })}
              />
            )}
          </Line>
          <DesktopSettings />
        </Group>
        <p className="sub num" style={{ fontSize: 12 }}>
          {t('settings.version', { version })}
        </p>
      </div>
    </div>
  );
}

function Group({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <section style={{ marginBottom: 28 }}>
      <h2>{title}</h2>
      <p className="sub" style={{ fontSize: 13, margin: '2px 0 10px' }}>
        {hint}
      </p>
      <div className="panel setlist">{children}</div>
    </section>
  );
}
