import { DeleteOutlined, MoreOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, Modal, type MenuProps } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { anyWords, wordsOf, type Row } from '../model/definition';
import { useEditor } from '../state/useEditor';
import { itemsOfLines, linesOfItems, withLabel, withNewItem } from './items';
import styles from './parts.module.css';
import { SortableList } from './SortableList';

interface ListEditorProps<T> {
  items: T[];
  onChange: (items: T[], tag?: string) => void;
  addLabel: string;
  /** What more can be set of an item. */
  menu?: (item: T) => MenuProps['items'];
  /** What is set of it, in words. */
  flags?: (item: T) => ReactNode;
  least?: number;
  /** Keys that a new item must not take, beside those of `items`. */
  taken?: string[];
}

/** Choices or rows: put in order, written, added singly or as lines of text. */
export function ListEditor<T extends Row>({ items, onChange, addLabel, menu, flags, least = 1, taken = [] }: ListEditorProps<T>) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const [bulk, setBulk] = useState<string>();
  const nameOf = (item: T): string => anyWords(item.label, language) || item.key;
  const remove = (item: T): void => onChange(items.filter((each) => each.key !== item.key));
  return (
    <>
      <SortableList items={items} nameOf={nameOf} onChange={onChange} below={(item) => flags?.(item) && <div className={styles.flags}>{flags(item)}</div>}>
        {(item) => (
          <>
            <Input size="small" aria-label={t('list.item', { key: item.key })} value={wordsOf(item.label, language)} placeholder={anyWords(item.label, language) || t('list.blank')} onChange={(event) => onChange(withLabel(items, item.key, language, event.target.value), `items ${item.key}`)} />
            {menu && (
              <Dropdown trigger={['click']} menu={{ items: menu(item) }}>
                <Button type="text" size="small" icon={<MoreOutlined />} aria-label={t('list.more', { name: nameOf(item) })} />
              </Dropdown>
            )}
            <Button type="text" size="small" icon={<DeleteOutlined />} disabled={items.length <= least} aria-label={t('list.remove', { name: nameOf(item) })} onClick={() => remove(item)} />
          </>
        )}
      </SortableList>
      <div className={styles.listActions}>
        <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => onChange(withNewItem(items, taken))}>{addLabel}</Button>
        <Button size="small" type="text" onClick={() => setBulk(linesOfItems(items, language))}>{t('list.bulk')}</Button>
      </div>
      <Modal open={bulk !== undefined} title={t('list.bulk')} okText={t('list.take')} okButtonProps={{ disabled: !bulk?.trim() }} onCancel={() => setBulk(undefined)} onOk={() => { onChange(itemsOfLines(bulk ?? '', items, language, taken)); setBulk(undefined); }}>
        <p className={styles.help}>{t('list.bulkHint')}</p>
        <Input.TextArea autoFocus rows={10} aria-label={t('list.bulk')} value={bulk} onChange={(event) => setBulk(event.target.value)} />
      </Modal>
    </>
  );
}
