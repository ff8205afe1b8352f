import { InboxOutlined } from '@ant-design/icons';
import { App, Button, Form, Input, Modal, Radio, Table, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useImportAddresses, useSuppress, type ImportedAddresses } from '@/api/blocked';
import { ProblemError } from '@/api/problem';
import styles from './invitations.module.css';

interface AddressForm {
  kind: 'phone' | 'email';
  value: string;
  note: string;
}

/** One address put on the list. */
export function AddAddressDialog({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('invitations');
  const { message } = App.useApp();
  const [form] = Form.useForm<AddressForm>();
  const add = useSuppress();
  const faults = add.error instanceof ProblemError ? add.error.fields : {};
  const submit = (values: AddressForm): void => add.mutate(values, { onSuccess: () => { void message.success(t('saved')); onDone(); }, onError: (error) => void message.error(error.message) });
  return (
    <Modal open title={t('blocked.add')} okText={t('save')} okButtonProps={{ loading: add.isPending }} onOk={form.submit} onCancel={onDone}>
      <Form form={form} layout="vertical" initialValues={{ kind: 'phone', note: '' }} onFinish={submit}>
        <Form.Item<AddressForm> name="kind" label={t('blocked.kind')}><Radio.Group optionType="button" options={(['phone', 'email'] as const).map((value) => ({ value, label: t(`blocked.kinds.${value}`) }))} /></Form.Item>
        <Form.Item<AddressForm> name="value" label={t('blocked.address')} rules={[{ required: true, message: t('field.needed') }]} help={faults.value}><Input maxLength={200} autoComplete="off" /></Form.Item>
        <Form.Item<AddressForm> name="note" label={t('blocked.remark')} extra={t('blocked.remarkHint')}><Input maxLength={200} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** Many addresses from a file; rows that were not taken are shown, and can be taken along. */
export function ImportAddressesDialog({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('invitations');
  const { message } = App.useApp();
  const take = useImportAddresses();
  const [note, setNote] = useState('');
  const choose = (file: File): false => {
    take.mutate({ file, note }, { onError: (error) => void message.error(error.message) });
    return false;
  };
  return (
    <Modal open title={t('blocked.import')} footer={<Button onClick={onDone}>{t('blocked.close')}</Button>} onCancel={onDone}>
      {take.data ? <Outcome done={take.data} /> : (
        <>
          <Input aria-label={t('blocked.remark')} placeholder={t('blocked.remarkHint')} maxLength={200} value={note} onChange={({ target }) => setNote(target.value)} />
          <Upload.Dragger accept=".csv,.xlsx" showUploadList={false} beforeUpload={choose} disabled={take.isPending} className={styles.section}>
            <p><InboxOutlined /></p>
            <p>{take.isPending ? t('blocked.importing') : t('blocked.drop')}</p>
            <p className={styles.muted}>{t('blocked.dropHint')}</p>
          </Upload.Dragger>
        </>
      )}
    </Modal>
  );
}

function Outcome({ done: { added, already, rejected } }: { done: ImportedAddresses }) {
  const { t } = useTranslation('invitations');
  const columns = [
    { key: 'row', dataIndex: 'row', title: t('blocked.row') },
    { key: 'shown', dataIndex: 'shown', title: t('blocked.address') },
    { key: 'message', dataIndex: 'message', title: t('blocked.fault') },
  ];
  const cell = (text: string | number): string => `"${String(text).replace(/"/g, '""')}"`;
  const file = ['row,address,reason', ...rejected.map(({ row, shown, message }) => [row, shown, message].map(cell).join(','))].join('\r\n');
  return (
    <>
      <p role="status">{t('blocked.done', { added, already, rejected: rejected.length })}</p>
      {rejected.length > 0 && <Table size="small" rowKey={(each) => `${each.row} ${each.code} ${each.shown}`} columns={columns} dataSource={rejected} pagination={{ pageSize: 8, hideOnSinglePage: true }} />}
      {rejected.length > 0 && <Button href={`data:text/csv;charset=utf-8,%EF%BB%BF${encodeURIComponent(file)}`} download="rejected.csv">{t('blocked.download')}</Button>}
    </>
  );
}
