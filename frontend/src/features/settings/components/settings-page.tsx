import { SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../bridge/types';
import { ErrorCallout } from '../../../components/error-callout';
import { toastError } from '../../../components/toast';
import { type Density, setPreferences, usePreferences } from '../../../hooks/preferences';
import { useSetSetting } from '../mutations';
import { useSettings } from '../queries';

interface Props {
  /** Settings of the organization need the permission (D9.1). */
  mayChange: boolean;
  version: string;
  onLanguage: (language: Language) => void;
}

export function SettingsPage({ mayChange, version, onLanguage }: Props) {
  const { t, i18n } = useTranslation();
  const settings = useSettings();
  const set = useSetSetting();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
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
          {settings.data && (
            <Line
              title={t('settings.duplicates')}
              hint={
                settings.data['do-not-allow-duplicates'] === 'on'
                  ? t('settings.duplicatesOn')
                  : t('settings.duplicatesOff')
              }
            >
              {(labels) => (
                <Switch
                  size="md"
                  {...labels}
                  disabled={!mayChange || set.isPending}
                  checked={settings.data['do-not-allow-duplicates'] === 'on'}
                  onChange={(e) =>
                    set.mutate(
                      { name: 'do-not-allow-duplicates', value: e.currentTarget.checked ? 'on' : 'off' },
                      { onError: (error) => toastError((t) => t('settings.notSaved'), error) },
                    )
                  }
                />
              )}
            </Line>
          )}
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

interface Labels {
  'aria-label': string;
  'aria-describedby': string;
}

/** One setting: its name and what it does on the left, its control on the right. */
function Line({ title, hint, children }: { title: string; hint: string; children: (labels: Labels) => ReactNode }) {
  const id = useId();
  return (
    <div className="setline">
      <div>
        <div style={{ fontWeight: 550 }}>{title}</div>
        <div id={`${id}h`} className="sub" style={{ fontSize: 12, lineHeight: 1.5 }}>
          {hint}
        </div>
      </div>
      {children({ 'aria-label': title, 'aria-describedby': `${id}h` })}
    </div>
  );
}
