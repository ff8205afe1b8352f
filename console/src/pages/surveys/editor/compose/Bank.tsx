import { DeleteOutlined } from '@ant-design/icons';
import { App, Button, Drawer, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBank, useForgetFromBank, type BankEntry } from '@/api/surveyDrafts';
import { usePhone } from '@/state/useMedia';
import { EmptyState, ErrorState } from '@/ui/States';
import { anyWords, type Question } from '../model/definition';
import { useEditor } from '../state/useEditor';
import styles from './picker.module.css';

/** Questions kept for any survey. */
export function Bank({ open, onClose, onTake }: { open: boolean; onClose: () => void; onTake: (question: Question) => void }) {
  const { t } = useTranslation('editor');
  const phone = usePhone();
  const [words, setWords] = useState('');
  const { data, error, refetch, hasNextPage, fetchNextPage } = useBank(words, undefined, open);
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer open={open} onClose={onClose} title={t('bank.title')} size={phone ? '100%' : 420}>
      <Input.Search allowClear aria-label={t('bank.search')} placeholder={t('bank.search')} onSearch={setWords} />
      {error && <ErrorState compact error={error} onRetry={() => void refetch()} />}
      {data && !entries.length && <EmptyState compact title={t('bank.empty')} hint={t('bank.emptyHint')} />}
      {entries.map((entry) => <Entry key={entry.id} entry={entry} onTake={() => { onTake(entry.question as unknown as Question); onClose(); }} />)}
      {hasNextPage && <Button block type="text" onClick={() => void fetchNextPage()}>{t('bank.more')}</Button>}
    </Drawer>
  );
}

function Entry({ entry, onTake }: { entry: BankEntry; onTake: () => void }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const { message } = App.useApp();
  const forget = useForgetFromBank();
  const name = anyWords(entry.title, language);
  return (
    <div className={styles.entry}>
      <div className={styles.entryText}>
        <div>{name}</div>
        <div className={styles.entryType}>{[t(`type.${entry.type}`, { defaultValue: entry.type }), ...entry.tags].join(' · ')}</div>
      </div>
      {entry.may_write && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('bank.remove', { name })} onClick={() => forget.mutate(entry.id, { onError: (error) => void message.error(error.message) })} />}
      <Button size="small" onClick={onTake}>{t('bank.take')}</Button>
    </div>
  );
}
