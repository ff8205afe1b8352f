import { InboxOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../model/definition';
import { useChange, useEditor } from '../state/useEditor';
import { KIND_GROUPS, type QuestionKind } from '../types/kind';
import { OFFERED_KINDS } from '../types/registry';
import type { Selection } from '../useSelection';
import { Bank } from './Bank';
import { adopted, freshQuestion, spotAfter } from './fresh';
import styles from './picker.module.css';

/** Adds a question of a type, or one from the bank, after the chosen one. */
export function AddQuestion({ selection, page }: { selection: Selection; page: string }) {
  const { t } = useTranslation('editor');
  const { store, locked } = useEditor();
  const change = useChange();
  const [open, setOpen] = useState(false);
  const [bank, setBank] = useState(false);
  if (locked) return null;
  const put = (make: (spot: ReturnType<typeof spotAfter>) => Question): void => {
    const spot = spotAfter(store.get().present, selection.question, page);
    const question = make(spot);
    change({ do: 'addQuestion', question, spot });
    selection.selectQuestion(question.key);
  };
  const choose = (kind: QuestionKind): void => {
    setOpen(false);
    put((spot) => freshQuestion(store.get().present, kind, spot));
  };
  return (
    <div className={styles.add}>
      <Popover trigger="click" placement="top" open={open} onOpenChange={setOpen} destroyOnHidden content={<TypePicker onChoose={choose} />}>
        <Button type="primary" icon={<PlusOutlined />}>{t('card.add')}</Button>
      </Popover>
      <Button icon={<InboxOutlined />} onClick={() => setBank(true)}>{t('bank.title')}</Button>
      <Bank open={bank} onClose={() => setBank(false)} onTake={(question) => put(() => adopted(store.get().present, question))} />
    </div>
  );
}

/** The types by what they are for; the first that matches is taken by Enter. */
function TypePicker({ onChoose }: { onChoose: (kind: QuestionKind) => void }) {
  const { t } = useTranslation('editor');
  const [words, setWords] = useState('');
  const nameOf = (kind: QuestionKind): string => t(`type.${kind.type}`);
  const found = OFFERED_KINDS.filter((kind) => `${nameOf(kind)} ${kind.type}`.toLowerCase().includes(words.trim().toLowerCase()));
  return (
    <div className={styles.picker}>
      <Input autoFocus allowClear size="small" aria-label={t('type.search')} placeholder={t('type.search')} value={words} onChange={(event) => setWords(event.target.value)} onPressEnter={() => found[0] && onChoose(found[0])} />
      <div className={styles.groups}>
        {KIND_GROUPS.map((group) => {
          const kinds = found.filter((kind) => kind.group === group);
          return kinds.length ? (
            <section key={group} aria-label={t(`kindGroup.${group}`)}>
              <h3>{t(`kindGroup.${group}`)}</h3>
              {kinds.map((kind) => <button key={kind.type} type="button" className={styles.kind} onClick={() => onChoose(kind)}><kind.icon />{nameOf(kind)}</button>)}
            </section>
          ) : null;
        })}
        {!found.length && <p className={styles.none}>{t('type.none')}</p>}
      </div>
    </div>
  );
}
