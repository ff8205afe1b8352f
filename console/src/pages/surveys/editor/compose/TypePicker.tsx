import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KIND_GROUPS, type QuestionKind } from '../types/kind';
import { KINDS } from '../types/registry';
import styles from './picker.module.css';

/** The types by what they are for; the first that matches is taken by Enter. */
export function TypePicker({ onChoose }: { onChoose: (kind: QuestionKind) => void }) {
  const { t } = useTranslation('editor');
  const [words, setWords] = useState('');
  const nameOf = (kind: QuestionKind): string => t(`type.${kind.type}`);
  const found = KINDS.filter((kind) => `${nameOf(kind)} ${kind.type}`.toLowerCase().includes(words.trim().toLowerCase()));
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
