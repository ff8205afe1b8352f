import { SearchOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, read } from '@/api/http';
import { usePhone } from '@/state/useMedia';
import { EmptyState, ErrorState } from '@/ui/States';
import styles from './shell.module.css';

export interface SearchGroup {
  kind: 'unit' | 'ticket' | 'customer' | 'feedback' | 'survey';
  items: { id: string; title: string; subtitle: string; link: string }[];
}

/** Customers, tickets, surveys, units and words said, from anywhere; Ctrl K opens it. */
export function GlobalSearch() {
  const { t } = useTranslation('shell');
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Button type={phone ? 'text' : 'default'} icon={<SearchOutlined />} aria-label={t('search.label')} onClick={() => setOpen(true)} className={styles.searchButton}>
        {phone ? null : t('search.label')}
      </Button>
      <Modal open={open} onCancel={() => setOpen(false)} footer={null} closable={false} destroyOnHidden title={<span className="visually-hidden">{t('search.label')}</span>}>
        <SearchPanel onLeave={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function SearchPanel({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation('shell');
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words.trim());
  const { data, error } = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => read<{ groups: SearchGroup[] }>(api.GET('/api/v1/search', { params: { query: { q: asked } }, signal })),
    enabled: asked.length > 0,
    placeholderData: (previous) => previous,
  });
  const groups = asked ? (data?.groups.filter((group) => group.items.length > 0) ?? []) : [];
  return (
    <div className={styles.search}>
      <Input autoFocus size="large" value={words} onChange={(event) => setWords(event.target.value)} placeholder={t('search.placeholder')} prefix={<SearchOutlined />} aria-label={t('search.label')} />
      {error && <ErrorState compact error={error} />}
      {asked && data && groups.length === 0 && <EmptyState compact title={t('search.none', { words: asked })} hint={t('search.noneHint')} />}
      {groups.map((group) => <Results key={group.kind} group={group} onLeave={onLeave} />)}
    </div>
  );
}

function Results({ group, onLeave }: { group: SearchGroup; onLeave: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <section>
      <h3>{t(`search.kind.${group.kind}`)}</h3>
      <ul>
        {group.items.map((item) => (
          <li key={item.id}>
            <Link to={item.link} onClick={onLeave}>
              <span>{item.title}</span>
              <small>{item.subtitle}</small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
