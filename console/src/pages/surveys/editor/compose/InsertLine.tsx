import { PlusOutlined } from '@ant-design/icons';
import { Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Spot } from '../model/change';
import { useEditor } from '../state/useEditor';
import styles from './canvas.module.css';
import { TypePicker } from './TypePicker';
import { useAddQuestion } from './useAddQuestion';
import type { Selection } from '../useSelection';

/** The gap between two questions: shows a plus under the pointer, and puts a question right there. */
export function InsertLine({ spot, selection }: { spot: Spot; selection: Selection }) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  const add = useAddQuestion(selection);
  const [open, setOpen] = useState(false);
  if (locked) return <div className={styles.gap} />;
  return (
    <Popover trigger="click" placement="bottom" open={open} onOpenChange={setOpen} destroyOnHidden content={<TypePicker onChoose={(kind) => { setOpen(false); add(kind, spot); }} />}>
      <button type="button" className={`${styles.gap} ${styles.insert} ${open ? styles.inserting : ''}`} aria-label={t('card.insert', { n: spot.at + 1 })}><PlusOutlined /></button>
    </Popover>
  );
}
