import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCodeBatches, useMakeCodes, type CodeBatch, type Collector } from '@/api/collectors';
import { fileUrl } from '@/api/http';
import { useSession } from '@/api/session';
import { formatCount } from '@/format/number';
import styles from './collectors.module.css';

/** One-time codes for receipts: made in batches, taken along as a file for whoever prints them. */
export function CodesSection({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const { can } = useSession();
  const batches = useCodeBatches(collector.id).data ?? [];
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('codes.title')}</h3>
      <p className={styles.muted}>{t('codes.hint')}</p>
      {can('survey.write') && <MakeCodes collector={collector} />}
      <ul className={styles.list}>
        {batches.map((batch) => <Batch key={batch.id} batch={batch} />)}
      </ul>
    </section>
  );
}

function Batch({ batch }: { batch: CodeBatch }) {
  const { t } = useTranslation('collectors');
  const { can } = useSession();
  return (
    <li className={styles.row}>
      <span className={styles.grow}>{batch.label || t('codes.unnamed', { id: batch.id })} <span className={styles.muted}>{t('codes.used', { used: formatCount(batch.used), count: formatCount(batch.count) })}</span></span>
      {can('survey.write') && <Button size="small" icon={<DownloadOutlined />} href={fileUrl(`/code-batches/${batch.id}.csv`)}>CSV</Button>}
    </li>
  );
}

function MakeCodes({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const { message } = App.useApp();
  const [form] = Form.useForm<{ count: number; label: string }>();
  const make = useMakeCodes(collector.id);
  const submit = ({ count, label }: { count: number; label?: string }): void =>
    make.mutate({ count, label: label ?? '' }, { onSuccess: () => { void message.success(t('codes.done')); form.resetFields(); }, onError: (error) => void message.error(error.message) });
  return (
    <Form form={form} layout="inline" initialValues={{ count: 1000 }} onFinish={submit}>
      <Form.Item name="count" label={t('codes.count')} rules={[{ required: true, message: t('needed') }]}><InputNumber min={1} max={20_000} precision={0} /></Form.Item>
      <Form.Item name="label" label={t('codes.label')}><Input maxLength={60} /></Form.Item>
      <Button htmlType="submit" loading={make.isPending}>{t('codes.make')}</Button>
    </Form>
  );
}
