import { App, Button, DatePicker, Form, Input, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePublishScheme, type SchemeItem } from '@/api/assessment';

/** Publishing a version cannot be undone: it says from which month it counts, and why. */
export function PublishButton({ schemeKey, items, disabled, onPublished }: { schemeKey: string; items: SchemeItem[]; disabled: boolean; onPublished: () => void }) {
  const { t } = useTranslation('scorecards');
  const [open, setOpen] = useState(false);
  const { message } = App.useApp();
  const publish = usePublishScheme(schemeKey);
  const [form] = Form.useForm<{ from: Dayjs; note: string }>();
  const submit = ({ from, note }: { from: Dayjs; note: string }): void =>
    publish.mutate(
      { items, effective_from: from.format('YYYY-MM'), note },
      { onSuccess: () => { onPublished(); setOpen(false); void message.success(t('publish.done')); }, onError: (error) => void message.error(error.message) },
    );
  return (
    <>
      <Button disabled={disabled} onClick={() => setOpen(true)}>{t('publish.label')}</Button>
      <Modal open={open} title={t('publish.label')} okText={t('publish.ok')} okButtonProps={{ loading: publish.isPending }} onOk={form.submit} onCancel={() => setOpen(false)}>
        <Form form={form} layout="vertical" onFinish={submit} initialValues={{ from: dayjs().startOf('month').add(1, 'month'), note: '' }}>
          <Form.Item name="from" label={t('publish.from')} rules={[{ required: true }]} extra={t('publish.hint')}>
            <DatePicker picker="month" allowClear={false} />
          </Form.Item>
          <Form.Item name="note" label={t('publish.note')} rules={[{ required: true, whitespace: true, message: t('publish.noteNeeded') }]}>
            <Input.TextArea rows={2} maxLength={300} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  );
}
