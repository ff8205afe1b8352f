import { App, Button, Form, InputNumber, Modal, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePolicies, useSavePolicy } from '@/api/rules';
import { useSession } from '@/api/session';
import type { Policy } from '@/api/tickets';
import { useTerms } from '@/features/useTerms';
import { formatDuration } from '@/format/time';
import { useLanguage } from '@/i18n';
import { useLeaveGuard } from '@/state/useLeaveGuard';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';

const MINUTE = 60_000;

/** How long each priority may take, and when it goes up a level. */
export function PolicyList() {
  const { t } = useTranslation('rules');
  const { can } = useSession();
  const terms = useTerms();
  const language = useLanguage();
  const { data, error, refetch } = usePolicies();
  const [open, setOpen] = useState<Policy>();
  const spell = (minutes: number): string => formatDuration(minutes * MINUTE, language);
  const columns: Column<Policy>[] = [
    { key: 'priority', title: t('column.priority'), render: (policy) => <strong>{terms.priority(policy.priority)}</strong> },
    { key: 'first', title: t('policy.first'), render: (policy) => spell(policy.first_response_minutes) },
    { key: 'resolution', title: t('policy.resolution'), render: (policy) => spell(policy.resolution_minutes) },
    { key: 'escalation', title: t('policy.escalation'), render: (policy) => policy.escalation_minutes.map(spell).join(' → ') },
    { key: 'calendar', title: t('policy.calendar'), render: (policy) => t(policy.calendar.always ? 'policy.always' : 'policy.working') },
    { key: 'pause', title: t('policy.pause'), render: (policy) => t(policy.pause_while_waiting ? 'policy.pauses' : 'policy.runs') },
  ];
  return (
    <>
      <DataTable name="policies" label={t('tab.deadlines')} columns={columns} rows={data} rowKey={(policy) => String(policy.id)} error={error} onRetry={() => void refetch()} onOpen={can('rules.write') ? setOpen : undefined} empty={<EmptyState title={t('policy.none')} />} />
      {open && <PolicyDialog policy={open} onDone={() => setOpen(undefined)} />}
    </>
  );
}

function PolicyDialog({ policy, onDone }: { policy: Policy; onDone: () => void }) {
  const { t } = useTranslation('rules');
  const terms = useTerms();
  const { message } = App.useApp();
  const [form] = Form.useForm<Policy>();
  const [touched, setTouched] = useState(false);
  const guard = useLeaveGuard(touched);
  const save = useSavePolicy();
  const submit = (values: Partial<Policy>): void =>
    save.mutate({ ...policy, ...values }, { onSuccess: () => { void message.success(t('saved')); guard.release(); onDone(); }, onError: (error) => void message.error(error.message) });
  const minutes = { min: 1, max: 100_000, precision: 0, suffix: t('policy.minutes'), style: { width: 160 } };
  return (
    <Modal open title={t('policy.title', { priority: terms.priority(policy.priority) })} okText={t('save')} okButtonProps={{ loading: save.isPending }} onOk={form.submit} onCancel={() => guard.leave(onDone)}>
      <p>{t('policy.effect')}</p>
      <Form form={form} layout="vertical" initialValues={policy} onValuesChange={() => setTouched(true)} onFinish={submit}>
        <Form.Item name="first_response_minutes" label={t('policy.first')} rules={[{ required: true }]}><InputNumber {...minutes} /></Form.Item>
        <Form.Item name="resolution_minutes" label={t('policy.resolution')} rules={[{ required: true }]}><InputNumber {...minutes} /></Form.Item>
        <Form.Item name="pause_while_waiting" label={t('policy.pause')} valuePropName="checked"><Switch /></Form.Item>
        <Form.List name="escalation_minutes">
          {(fields, { add, remove }) => (
            <Form.Item label={t('policy.escalation')}>
              {fields.map((field, level) => (
                <div key={field.key} style={{ display: 'flex', gap: 8, marginBottom: 8 }}>
                  <Form.Item name={field.name} noStyle rules={[{ required: true }]}><InputNumber {...minutes} min={0} aria-label={`${t('policy.escalation')} ${t('policy.level', { level: level + 1 })}`} prefix={t('policy.level', { level: level + 1 })} style={{ width: 240 }} /></Form.Item>
                  <Button type="text" onClick={() => remove(field.name)}>{t('policy.removeLevel')}</Button>
                </div>
              ))}
              {fields.length < 6 && <Button type="dashed" onClick={() => add(240)}>{t('policy.addLevel')}</Button>}
            </Form.Item>
          )}
        </Form.List>
      </Form>
    </Modal>
  );
}
