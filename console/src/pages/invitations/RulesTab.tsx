import { App, Button, Form, InputNumber, Skeleton, Switch, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useContactRules, useSaveRules, type ContactRules, type FatigueRule } from '@/api/invitations';
import { ProblemError } from '@/api/problem';
import { useSession } from '@/api/session';
import { useLeaveGuard } from '@/state/useLeaveGuard';
import { ErrorState } from '@/ui/States';
import { FatigueFields } from './FatigueFields';
import styles from './invitations.module.css';

interface RulesValues {
  fatigue: FatigueRule[];
  isQuiet: boolean;
  quiet: [Dayjs, Dayjs];
  complaint_days: number;
}

const clockOf = (minutes: number): Dayjs => dayjs().startOf('day').add(minutes, 'minute');
const minutesOf = (clock: Dayjs): number => clock.hour() * 60 + clock.minute();

/** The rules that hold for everybody, at the moment of sending. */
export function RulesTab() {
  const { data, error, refetch } = useContactRules();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <RulesForm key={data.version} rules={data} /> : <Skeleton active />;
}

function RulesForm({ rules }: { rules: ContactRules }) {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<RulesValues>();
  const [touched, setTouched] = useState(false);
  const guard = useLeaveGuard(touched);
  const save = useSaveRules();
  const may = can('rules.write');
  const quiet = rules.quiet ?? { begins: 21 * 60, ends: 9 * 60 };
  const values: RulesValues = { fatigue: rules.fatigue, isQuiet: rules.quiet !== null, quiet: [clockOf(quiet.begins), clockOf(quiet.ends)], complaint_days: rules.complaint_days };
  const faults = save.error instanceof ProblemError ? save.error.fields : {};
  const submit = (): void => {
    // All that is stored, also what a card does not show: the key of a rule.
    const { fatigue, isQuiet, quiet: [begins, ends], complaint_days } = form.getFieldsValue(true) as RulesValues;
    save.mutate({ version: rules.version, fatigue: fatigue.map((rule) => ({ ...rule, surveys: rule.scope === 'group' ? rule.surveys : [] })), quiet: isQuiet ? { begins: minutesOf(begins), ends: minutesOf(ends) } : null, complaint_days }, {
      onSuccess: () => { guard.release(); setTouched(false); void message.success(t('saved')); },
      onError: (error) => void message.error(error.message),
    });
  };
  return (
    <Form form={form} layout="vertical" disabled={!may} initialValues={values} onValuesChange={() => setTouched(true)} onFinish={submit}>
      <p className={styles.muted}>{t('rules.hint', { version: rules.version })}</p>
      <section className={styles.panel}>
        <h3>{t('rules.fatigue')}</h3>
        <FatigueFields faults={faults} />
      </section>
      <section className={`${styles.panel} ${styles.section}`}>
        <h3>{t('rules.others')}</h3>
        <div className={styles.row}>
          <Form.Item<RulesValues> name="isQuiet" label={t('rules.quiet')} valuePropName="checked"><Switch /></Form.Item>
          <Form.Item<RulesValues> name="quiet" label={t('rules.quietHours')} extra={t('rules.quietHint')} help={faults.quiet}><TimePicker.RangePicker aria-label={t('rules.quietHours')} format="HH:mm" order={false} needConfirm={false} /></Form.Item>
          <Form.Item<RulesValues> name="complaint_days" label={t('rules.complaint')} extra={t('rules.complaintHint')} rules={[{ required: true }]}><InputNumber min={0} max={3650} precision={0} suffix={t('people.days')} /></Form.Item>
        </div>
      </section>
      {may && <div className={`${styles.acts} ${styles.section}`}><Button type="primary" htmlType="submit" disabled={!touched} loading={save.isPending}>{t('save')}</Button></div>}
    </Form>
  );
}
