import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, DatePicker, Form, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { api, read } from '@/api/http';
import { useSession } from '@/api/session';
import { UnitPicker } from '@/ui/UnitPicker';

/** Moves a unit under another from a date on; figures before that date can still be read as they were. */
export function MoveDialog({ code, parent, onDone }: { code: string; parent: string | undefined; onDone: () => void }) {
  const { t } = useTranslation('org');
  const { units } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<{ parent: string; on: Dayjs }>();
  const move = useMutation({
    mutationFn: (values: { parent: string; on: Dayjs }) => read<unknown>(api.POST('/api/v1/units/{code}/move', { params: { path: { code } }, body: { parent: values.parent, on: values.on.format('YYYY-MM-DD') } })),
    onSuccess: () => {
      void message.success(t('move.done'));
      for (const key of ['units', 'unit-history', 'query']) void queries.invalidateQueries({ queryKey: [key] });
      onDone();
    },
    onError: (error) => void message.error(error.message),
  });
  const name = units.find((unit) => unit.code === code)?.name ?? code;
  return (
    <Modal open title={t('move.title', { name })} okText={t('move.label')} okButtonProps={{ loading: move.isPending }} onOk={form.submit} onCancel={onDone}>
      <Form form={form} layout="vertical" initialValues={{ parent, on: dayjs() }} onFinish={(values) => move.mutate(values)}>
        <Form.Item name="parent" label={t('move.parent')} rules={[{ required: true, message: t('move.parentNeeded') }]}>
          <ParentField code={code} />
        </Form.Item>
        <Form.Item name="on" label={t('move.on')} rules={[{ required: true }]} extra={t('move.hint')}>
          <DatePicker allowClear={false} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Form.Item hands value and onChange in; a unit cannot go under itself. */
function ParentField({ code, value, onChange }: { code: string; value?: string; onChange?: (code: string | undefined) => void }) {
  const { units } = useSession();
  return <UnitPicker block units={units.filter((unit) => unit.code !== code)} value={value} onChange={(chosen) => onChange?.(chosen)} />;
}
