import { Button, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhomHolder } from '../../../bridge/timeline';
import { Avatar } from '../../../components/avatar';
import { useFirstField } from '../../../hooks/use-first-field';
import { usePhoneFormat } from '../../../hooks/use-phone-format';
import { errorText } from '../../../i18n/codes';
import { contactOf, detailOf, type Found, newOf, useFound, type Who } from '../whom';

/** Milliseconds after the last letter. */
const DEBOUNCE = 120;

interface Props {
  channel: string;
  /** What was typed elsewhere already. */
  initial: string;
  value: Who | null;
  error: ReactNode;
  onChange: (who: Who | null) => void;
  /** Something stands in the field that is not chosen yet. */
  onTyped: (text: string) => void;
}

/** Whom an interaction is with: an address or a name, whoever has it, or a contact that is created with the interaction. */
export function WhoField({ channel, initial, value, error, onChange, onTyped }: Props) {
  const [text, setText] = useState(initial);
  const write = (next: string) => {
    setText(next);
    onTyped(next.trim());
  };
  if (value) return <Chosen value={value} error={error} onChange={onChange} onType={write} />;
  return <Search channel={channel} text={text} error={error} onText={write} onChange={onChange} />;
}

interface SearchProps {
  channel: string;
  text: string;
  error: ReactNode;
  onText: (text: string) => void;
  onChange: (who: Who) => void;
}

function Search({ channel, text, error, onText, onChange }: SearchProps) {
  const { t } = useTranslation();
  const phone = usePhoneFormat();
  const combobox = useCombobox();
  const field = useRef<HTMLInputElement>(null);
  useFirstField(
    () => field.current,
    (typed) => onText(text + typed),
  );
  const wanted = text.trim();
  const [asked] = useDebouncedValue(wanted, DEBOUNCE);
  const { found, error: failed } = useFound(channel, asked);
  const current = found && asked === wanted ? found : undefined;
  const fresh = current ? newOf(current) : null;
  const people = current ? [...current.holders, ...current.others] : [];
  const shown = people.map((h) => h.id).join(' ') + String(fresh !== null) + wanted;
  // biome-ignore lint/correctness/useExhaustiveDependencies: Enter takes the first of whatever is shown
  useEffect(() => {
    combobox.selectFirstOption();
  }, [shown]);
  const pick = (id: string) => {
    const h = people.find((x) => x.id === id);
    if (h && current) onChange(contactOf(h, current, phone));
    else if (fresh) onChange(fresh);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} withinPortal={false} shadow="md">
      <Combobox.Target>
        <TextInput
          ref={field}
          data-autofocus
          required
          className="wide"
          label={t('whom.label')}
          description={t('whom.hint')}
          placeholder={t('whom.placeholder')}
          autoComplete="off"
          spellCheck={false}
          error={failed ? errorText(t, failed) : error}
          value={text}
          onChange={(e) => {
            onText(e.currentTarget.value);
            combobox.openDropdown();
          }}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={wanted === ''}>
        <Combobox.Options aria-label={t('whom.label')} mah={380} style={{ overflowY: 'auto' }}>
          {current && <People label={t('whom.holders')} all={current.holders} phone={phone} />}
          {current && <People label={t('whom.contacts')} all={current.others} phone={phone} />}
          {current && fresh && (
            <Combobox.Group label={t('whom.create')}>
              <Combobox.Option value="">
                <span className="who">
                  <IconUserPlus size={18} stroke={1.7} aria-hidden />
                  <span>{creating(current)}</span>
                </span>
              </Combobox.Option>
            </Combobox.Group>
          )}
          {!current && !failed && <Combobox.Empty>{t('palette.searching')}</Combobox.Empty>}
          {current && people.length === 0 && !fresh && <Combobox.Empty>{t('whom.nobody')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );

  function creating(x: Found): string {
    if (x.kind === 'name') return t('whom.withName', { name: x.text });
    const address = x.kind === 'phone' ? phone(x.address) : x.address;
    if (x.holders.length > 0) return t('whom.another', { address });
    return t(x.kind === 'phone' ? 'whom.withPhone' : x.kind === 'email' ? 'whom.withEmail' : 'whom.withUser', {
      address,
    });
  }
}

interface PeopleProps {
  label: string;
  all: WhomHolder[];
  phone: (digits: string) => string;
}

function People({ label, all, phone }: PeopleProps) {
  const { t } = useTranslation();
  if (all.length === 0) return null;
  return (
    <Combobox.Group label={label}>
      {all.map((h) => (
        <Combobox.Option key={h.id} value={h.id}>
          <span className="who">
            <Avatar name={h.name} />
            <span className="who-text">
              <span className="who-name">{h.name}</span>
              <span className="sub">
                {[detailOf(h, phone), !h.active && t('whom.inactive')].filter(Boolean).join(' · ')}
              </span>
            </span>
          </span>
        </Combobox.Option>
      ))}
    </Combobox.Group>
  );
}

interface ChosenProps {
  value: Who;
  error: ReactNode;
  onChange: (who: Who | null) => void;
  onType: (text: string) => void;
}

function Chosen({ value, error, onChange, onType }: ChosenProps) {
  const { t } = useTranslation();
  const other = useRef<HTMLButtonElement>(null);
  // What had the focus is gone: on to the next thing, not to the beginning of the dialog.
  useEffect(() => other.current?.focus(), []);
  const change = (
    <Button ref={other} size="xs" variant="default" onClick={() => onChange(null)}>
      {t('whom.change')}
    </Button>
  );
  if (value.kind === 'contact')
    return (
      <div className="wide">
        <fieldset className="who-card" aria-label={t('whom.label')}>
          <Avatar name={value.name} />
          <span className="who-text grow">
            <span className="who-name">{value.name}</span>
            <span className="sub">{value.detail}</span>
          </span>
          {change}
        </fieldset>
        {error && (
          <p className="dlg-error" role="alert">
            {error}
          </p>
        )}
      </div>
    );
  return (
    <fieldset className="wide who-new" aria-label={t('whom.newTitle')}>
      <div className="who-card">
        <IconUserPlus size={20} stroke={1.7} aria-hidden />
        <b className="grow">{t('whom.newTitle')}</b>
        {change}
      </div>
      <div className="dlg-form">
        <TextInput
          label={t('whom.name')}
          description={t('whom.nameHint')}
          maxLength={200}
          value={value.name}
          onChange={(e) => onChange({ ...value, name: e.currentTarget.value })}
        />
        <TextInput
          label={t('whom.address')}
          description={t('whom.addressHint')}
          maxLength={200}
          error={error}
          value={value.address}
          onChange={(e) => {
            onType(e.currentTarget.value);
            onChange({ ...value, address: e.currentTarget.value, another: false });
          }}
        />
      </div>
    </fieldset>
  );
}
