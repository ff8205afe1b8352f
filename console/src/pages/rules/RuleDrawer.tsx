import { App, Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '@/api/problem';
import { nameOfTopic, useTopics } from '@/api/metrics';
import { useSaveRule, type AlertRule } from '@/api/rules';
import { useSession } from '@/api/session';
import { useTerms } from '@/features/useTerms';
import { useLanguage } from '@/i18n';
import { useLeaveGuard } from '@/state/useLeaveGuard';
import { ConditionBuilder } from '@/ui/ConditionBuilder';
import { emptyLeaf } from '@/ui/condition';
import { DetailDrawer } from '@/ui/DetailDrawer';

export const emptyRule = (): AlertRule => ({ key: '', name_zh: '', name_en: '', condition: { any: [emptyLeaf('score.recommend')] }, priority: 'normal', own_ticket: false, active: true, max_age_days: 30, version: 0, changed_at: '' });

/** One rule: its condition, and what it asks for when it fires. */
export function RuleDrawer({ rule, ids, onMove }: { rule: AlertRule; ids: string[]; onMove: (key: string | undefined) => void }) {
  const { t } = useTranslation('rules');
  const { can } = useSession();
  const { message } = App.useApp();
  const terms = useTerms();
  const language = useLanguage();
  const topics = (useTopics().data ?? []).map((topic) => ({ value: topic.key, label: nameOfTopic(topic, language) }));
  const [condition, setCondition] = useState(rule.condition);
  const [form] = Form.useForm<AlertRule>();
  const [touched, setTouched] = useState(false);
  const guard = useLeaveGuard(touched);
  const save = useSaveRule();
  const may = can('rules.write');
  const faults = save.error instanceof ProblemError ? save.error.fields : {};
  const submit = (values: Partial<AlertRule>): void =>
    save.mutate({ ...rule, ...values, condition }, { onSuccess: () => { void message.success(t('saved')); guard.release(); onMove(undefined); }, onError: (error) => void message.error(error.message) });
  const title = rule.key ? (language === 'en' ? rule.name_en : rule.name_zh) : t('add');
  return (
    <DetailDrawer openId={rule.key || 'new'} ids={ids} title={title} onMove={onMove} footer={may && <Button type="primary" loading={save.isPending} onClick={form.submit}>{t('save')}</Button>}>
      <Form form={form} layout="vertical" disabled={!may} initialValues={rule} onValuesChange={() => setTouched(true)} onFinish={submit} validateTrigger="onBlur">
        {!rule.key && <Form.Item name="key" label={t('field.key')} rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{0,39}$/, message: t('field.keyWrong') }]} help={faults.key}><Input /></Form.Item>}
        <Form.Item name="name_zh" label={t('field.nameZh')} rules={[{ required: true, message: t('field.needed') }]}><Input maxLength={80} /></Form.Item>
        <Form.Item name="name_en" label={t('field.nameEn')} rules={[{ required: true, message: t('field.needed') }]}><Input maxLength={80} /></Form.Item>
        <Form.Item label={t('column.condition')} validateStatus={faults.condition ? 'error' : undefined} help={faults.condition}>
          <ConditionBuilder condition={condition} onChange={(next) => { setCondition(next); setTouched(true); }} topics={topics} disabled={!may} />
        </Form.Item>
        <Form.Item name="priority" label={t('column.priority')}><Select options={(['normal', 'high', 'urgent'] as const).map((value) => ({ value, label: terms.priority(value) }))} /></Form.Item>
        <Form.Item name="max_age_days" label={t('field.maxAge')} extra={t('field.maxAgeHint')}><InputNumber min={1} max={3650} precision={0} /></Form.Item>
        <Form.Item name="own_ticket" label={t('column.own')} valuePropName="checked" extra={t('own.hint')}><Switch /></Form.Item>
        <Form.Item name="active" label={t('column.active')} valuePropName="checked"><Switch /></Form.Item>
      </Form>
    </DetailDrawer>
  );
}
