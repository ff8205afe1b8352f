import { DownOutlined, SearchOutlined, UpOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from '@/state/useMedia';
import styles from './FilterBar.module.css';

export interface FilterField {
  key: string;
  label: string;
  control: ReactNode;
}

interface FilterBarProps {
  fields: FilterField[];
  search?: { value: string; placeholder: string; onSearch: (words: string) => void };
  /** How many filters are in force, shown on the reset. */
  active: number;
  onReset: () => void;
  extra?: ReactNode;
  /** How many fields stand on the row before it must be opened. */
  visible?: number;
}

/** Filters on one row; the rest open below. `/` goes to the search. */
export function FilterBar({ fields, search, active, onReset, extra, visible = 4 }: FilterBarProps) {
  const { t } = useTranslation('ui');
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const shown = open ? fields : fields.slice(0, phone ? 1 : visible);
  return (
    <div className={styles.bar} role="search">
      {search && <SearchField {...search} />}
      {shown.map((field) => (
        <div key={field.key} className={styles.field}>
          <span className="visually-hidden">{field.label}</span>
          {field.control}
        </div>
      ))}
      {fields.length > (phone ? 1 : visible) && (
        <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)} icon={open ? <UpOutlined /> : <DownOutlined />} iconPlacement="end">
          {t(open ? 'filter.collapse' : 'filter.expand')}
        </Button>
      )}
      {active > 0 && <Button type="link" size="small" onClick={onReset}>{t('filter.reset', { n: active })}</Button>}
      {extra && <div className={styles.extra}>{extra}</div>}
    </div>
  );
}

function SearchField({ value, placeholder, onSearch }: NonNullable<FilterBarProps['search']>) {
  const ref = useRef<InputRef>(null);
  const [words, setWords] = useState(value);
  useEffect(() => setWords(value), [value]);
  useEffect(() => focusOnSlash(() => ref.current?.focus()), []);
  return (
    <Input
      ref={ref}
      className={styles.search}
      value={words}
      allowClear
      aria-label={placeholder}
      placeholder={placeholder}
      prefix={<SearchOutlined />}
      onChange={(event) => {
        setWords(event.target.value);
        if (!event.target.value) onSearch('');
      }}
      onPressEnter={() => onSearch(words.trim())}
      onBlur={() => words.trim() !== value && onSearch(words.trim())}
    />
  );
}

function focusOnSlash(focus: () => void): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== '/' || isTyping(event.target)) return;
    event.preventDefault();
    focus();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

/** Whether the key went into a field, where single letters are words and not commands. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable], [role="combobox"]') !== null;
}
