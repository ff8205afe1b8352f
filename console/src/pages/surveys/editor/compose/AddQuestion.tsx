import { InboxOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../state/useEditor';
import type { Selection } from '../useSelection';
import { Bank } from './Bank';
import { spotAfter } from './fresh';
import styles from './picker.module.css';
import { TypePicker } from './TypePicker';
import { useAddQuestion } from './useAddQuestion';

/** Adds a question of a type, or one from the bank, after the chosen one. */
export function AddQuestion({ selection, page }: { selection: Selection; page: string }) {
  const { t } = useTranslation('editor');
  const { store, locked } = useEditor();
  const add = useAddQuestion(selection);
  const [open, setOpen] = useState(false);
  const [bank, setBank] = useState(false);
  if (locked) return null;
  const put = (what: Parameters<typeof add>[0]): void => {
    setOpen(false);
    add(what, spotAfter(store.get().present, selection.question, page));
  };
  return (
    <div className={styles.add}>
      <Popover trigger="click" placement="top" open={open} onOpenChange={setOpen} destroyOnHidden content={<TypePicker onChoose={put} />}>
        <Button type="primary" icon={<PlusOutlined />}>{t('card.add')}</Button>
      </Popover>
      <Button icon={<InboxOutlined />} onClick={() => setBank(true)}>{t('bank.title')}</Button>
      <Bank open={bank} onClose={() => setBank(false)} onTake={put} />
    </div>
  );
}
