import { Form, InputNumber, Select, Segmented, Upload, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/invitations';
import { useTerms } from '@/features/useTerms';
import { formatCount } from '@/format/number';
import { UnitField } from './AskingFields';
import type { BatchValues } from './values';
import styles from './invitations.module.css';

const ORDER_CHANNELS = ['store', 'tmall', 'jd', 'douyin', 'meituan', 'delivery', 'miniapp', 'app'];

interface PeopleFieldsProps {
  batch: Batch | undefined;
  byFile: boolean;
  file: File | undefined;
  onMode: (byFile: boolean) => void;
  onFile: (file: File | undefined) => void;
}

/** Whom a batch chooses: by what they bought and are, or by a list. */
export function PeopleFields({ batch, byFile, file, onMode, onFile }: PeopleFieldsProps) {
  const { t } = useTranslation('invitations');
  return (
    <section className={styles.section}>
      <h3>{t('people.title')}</h3>
      <Form.Item><Segmented<string> aria-label={t('people.title')} value={byFile ? 'file' : 'filter'} onChange={(mode) => onMode(mode === 'file')} options={[{ value: 'filter', label: t('people.filter') }, { value: 'file', label: t('people.file') }]} /></Form.Item>
      {byFile ? <ListField batch={batch} file={file} onFile={onFile} /> : <FilterFields />}
    </section>
  );
}

function FilterFields() {
  const { t } = useTranslation('invitations');
  const terms = useTerms();
  const days = { min: 1, max: 3650, precision: 0, suffix: t('people.days') };
  return (
    <div className={styles.row}>
      <Form.Item<BatchValues> name={['people', 'unit']} label={t('people.unit')}><UnitField /></Form.Item>
      <Form.Item<BatchValues> name={['people', 'levels']} label={t('people.levels')}><Select mode="tags" maxCount={50} placeholder={t('people.any')} /></Form.Item>
      <Form.Item<BatchValues> name={['people', 'ordered_days']} label={t('people.ordered')}><InputNumber {...days} /></Form.Item>
      <Form.Item<BatchValues> name={['people', 'not_ordered_days']} label={t('people.notOrdered')}><InputNumber {...days} /></Form.Item>
      <Form.Item<BatchValues> name={['people', 'order_channels']} label={t('people.orderChannels')}><Select mode="tags" placeholder={t('people.any')} options={ORDER_CHANNELS.map((value) => ({ value, label: terms.channel(value) }))} /></Form.Item>
      <Form.Item<BatchValues> name={['people', 'orders_min']} label={t('people.ordersMin')}><InputNumber min={1} precision={0} /></Form.Item>
      <Form.Item<BatchValues> name={['people', 'spent_min']} label={t('people.spentMin')}><InputNumber min={0} prefix="¥" /></Form.Item>
    </div>
  );
}

function ListField({ batch, file, onFile }: Pick<PeopleFieldsProps, 'batch' | 'file' | 'onFile'>) {
  const { t } = useTranslation('invitations');
  const known = batch?.people;
  return (
    <>
      <Upload accept=".csv,.xlsx" maxCount={1} beforeUpload={(chosen) => { onFile(chosen); return false; }} onRemove={() => onFile(undefined)} fileList={file ? [{ uid: file.name, name: file.name }] : []}>
        <Button>{t('people.choose')}</Button>
      </Upload>
      <p className={styles.muted}>{t('people.fileHint')}</p>
      {known?.file && !file && <p>{t('people.listed', { file: known.file, listed: formatCount(known.listed), rejected: formatCount(known.rejected) })}</p>}
      {known && known.rejects.length > 0 && (
        <ul className={styles.rejects}>{known.rejects.slice(0, 20).map((reject) => <li key={reject.row}>{t('people.reject', { row: reject.row, shown: reject.shown, message: reject.message })}</li>)}</ul>
      )}
    </>
  );
}
