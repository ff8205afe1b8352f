import { App, Button, Form, Input, InputNumber, Select, Skeleton, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '@/api/problem';
import { useSaveTrigger, useTrigger, type Trigger } from '@/api/invitations';
import { useSession } from '@/api/session';
import { FunnelBars } from '@/features/invitations/FunnelBars';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { useTerms } from '@/features/useTerms';
import { useLeaveGuard } from '@/state/useLeaveGuard';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { ErrorState } from '@/ui/States';
import { AskingFields } from './AskingFields';
import { SimulationPanel } from './SimulationPanel';
import { askingValues, newAsking, readCondition, triggerWish, type TriggerValues } from './values';
import styles from './invitations.module.css';

const EVENTS = ['order.recorded', 'customer.recorded', 'ticket.closed', 'refund', 'delivery', 'visit', 'hotline_case'];
const CHANNELS = ['store', 'tmall', 'jd', 'douyin', 'meituan', 'delivery', 'miniapp', 'app', 'hotline'];

interface TriggerDrawerProps {
  id: string | undefined;
  ids: string[];
  onMove: (id: string | undefined) => void;
}

/** One trigger: what sets it off, whom it asks, and what it would have asked last month. */
export function TriggerDrawer({ id, ids, onMove }: TriggerDrawerProps) {
  const { t } = useTranslation('invitations');
  const { data, error, refetch } = useTrigger(id);
  return (
    <DetailDrawer openId={id ?? 'new'} ids={ids} title={data?.name ?? t('trigger.add')} onMove={onMove} width={720}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : id !== undefined && !data ? <Skeleton active /> : <TriggerForm key={`${data?.id} ${data?.version}`} trigger={data} onMade={onMove} />}
    </DetailDrawer>
  );
}

const newTrigger = (unit: string | undefined): TriggerValues => ({ ...newAsking(unit), event: 'order.recorded', delay_minutes: 120, active: false, conditions: {} });

function TriggerForm({ trigger, onMade }: { trigger: Trigger | undefined; onMade: (id: string) => void }) {
  const { t } = useTranslation('invitations');
  const { can, me } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<TriggerValues>();
  const [touched, setTouched] = useState(false);
  const guard = useLeaveGuard(touched);
  const save = useSaveTrigger();
  const known = trigger ? readCondition(trigger.condition) : {};
  const values: TriggerValues = trigger ? { ...askingValues(trigger), event: trigger.event, delay_minutes: trigger.delay_minutes, active: trigger.active, conditions: known ?? {} } : newTrigger(me.units_root[0]?.code);
  const faults = save.error instanceof ProblemError ? save.error.fields : {};
  const submit = (given: TriggerValues): void =>
    save.mutate({ trigger, wish: triggerWish(given, known ? undefined : trigger?.condition) }, {
      onSuccess: (saved) => {
        guard.release();
        setTouched(false);
        void message.success(t('saved'));
        if (!trigger) onMade(saved.id);
      },
      onError: (error) => void message.error(error.message),
    });
  const may = can('invitation.send');
  return (
    <>
      <Form form={form} layout="vertical" disabled={!may} initialValues={values} onValuesChange={() => setTouched(true)} onFinish={submit}>
        <AskingFields faults={faults} />
        <EventFields />
        {known ? <ConditionFields /> : <p className={styles.muted}>{t('trigger.complex')}</p>}
        <Form.Item<TriggerValues> name="active" label={t('trigger.active')} valuePropName="checked" extra={t('trigger.activeHint')}><Switch /></Form.Item>
        {may && <div className={styles.acts}><Button type="primary" htmlType="submit" loading={save.isPending}>{t('save')}</Button></div>}
      </Form>
      {trigger && !touched && <SimulationPanel trigger={trigger} />}
      {trigger && trigger.funnel.created > 0 && <section className={styles.section}><h3>{t('funnel.label')}</h3><FunnelBars funnel={trigger.funnel} /></section>}
    </>
  );
}

function EventFields() {
  const { t } = useTranslation('invitations');
  const terms = useInvitationTerms();
  return (
    <div className={styles.row}>
      <Form.Item<TriggerValues> name="event" label={t('trigger.event')} rules={[{ required: true }]}><Select options={EVENTS.map((value) => ({ value, label: terms.event(value) }))} /></Form.Item>
      <Form.Item<TriggerValues> name="delay_minutes" label={t('trigger.delay')} rules={[{ required: true }]}><InputNumber min={0} max={129_600} precision={0} suffix={t('trigger.minutes')} /></Form.Item>
    </div>
  );
}

/** Every part that is filled in has to hold. */
function ConditionFields() {
  const { t } = useTranslation('invitations');
  const terms = useTerms();
  return (
    <section className={styles.section}>
      <h3>{t('trigger.conditions')}</h3>
      <div className={styles.row}>
        <Form.Item<TriggerValues> name={['conditions', 'channels']} label={t('people.orderChannels')}><Select mode="tags" placeholder={t('people.any')} options={CHANNELS.map((value) => ({ value, label: terms.channel(value) }))} /></Form.Item>
        <Form.Item<TriggerValues> name={['conditions', 'amount']} label={t('trigger.amount')}><InputNumber min={0} prefix="¥" /></Form.Item>
        <Form.Item<TriggerValues> name={['conditions', 'levels']} label={t('people.levels')}><Select mode="tags" placeholder={t('people.any')} /></Form.Item>
        <Form.Item<TriggerValues> name={['conditions', 'product']} label={t('trigger.product')}><Input maxLength={80} /></Form.Item>
        <Form.Item<TriggerValues> name={['conditions', 'first']} label={t('trigger.first')} valuePropName="checked"><Switch /></Form.Item>
      </div>
    </section>
  );
}
