import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { useContactRules, type FatigueRule } from '@/api/invitations';
import { useSurveys, wordsIn } from '@/api/surveys';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { useLanguage } from '@/i18n';
import styles from './invitations.module.css';

const newRule = (): FatigueRule => ({ key: `r${Date.now().toString(36)}`, name: '', scope: 'all', surveys: [], clock: 'invited', most: null, days: null, gap_hours: 168, channels: [], reminders: false, requeue: false });

/** The fatigue rules, one card each. */
export function FatigueFields({ faults }: { faults: Record<string, string> }) {
  const { t } = useTranslation('invitations');
  return (
    <Form.List name="fatigue">
      {(fields, { add, remove }) => (
        <div className={styles.rules}>
          {fields.map(({ key, name }) => <RuleCard key={key} name={name} fault={faults[`fatigue.${name}`]} onRemove={() => remove(name)} />)}
          <Button type="dashed" icon={<PlusOutlined />} onClick={() => add(newRule())}>{t('rules.add')}</Button>
        </div>
      )}
    </Form.List>
  );
}

function RuleCard({ name, fault, onRemove }: { name: number; fault: string | undefined; onRemove: () => void }) {
  const { t } = useTranslation('invitations');
  const needed = [{ required: true, message: t('field.needed') }];
  return (
    <div className={styles.panel}>
      <div className={styles.ruleHead}>
        <Form.Item name={[name, 'name']} label={t('rules.name')} rules={needed} style={{ flex: 1 }}><Input maxLength={80} /></Form.Item>
        <Button type="text" icon={<DeleteOutlined />} aria-label={t('rules.remove')} onClick={onRemove} />
      </div>
      {fault && <p role="alert" className={styles.muted}>{fault}</p>}
      <div className={styles.row}>
        <Form.Item name={[name, 'gap_hours']} label={t('rules.gap')}><InputNumber min={1} max={8760} precision={0} suffix={t('field.hours')} /></Form.Item>
        <Form.Item name={[name, 'days']} label={t('rules.window')}><InputNumber min={1} max={3650} precision={0} suffix={t('people.days')} /></Form.Item>
        <Form.Item name={[name, 'most']} label={t('rules.most')}><InputNumber min={1} max={1000} precision={0} suffix={t('rules.times')} /></Form.Item>
      </div>
      <ScopeFields name={name} />
      <div className={styles.row}>
        <Form.Item name={[name, 'reminders']} label={t('rules.reminders')} valuePropName="checked"><Switch /></Form.Item>
        <Form.Item name={[name, 'requeue']} label={t('rules.outcome')}><Select options={[{ value: false, label: t('rules.skip') }, { value: true, label: t('rules.requeue') }]} /></Form.Item>
      </div>
    </div>
  );
}

function ScopeFields({ name }: { name: number }) {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const terms = useInvitationTerms();
  const surveys = (useSurveys().data ?? []).map((survey) => ({ value: survey.key, label: wordsIn(survey.title, language) }));
  const channels = (useContactRules().data?.channels ?? []).map((value) => ({ value, label: terms.channel(value) }));
  const scope = Form.useWatch<FatigueRule['scope']>(['fatigue', name, 'scope']);
  return (
    <div className={styles.row}>
      <Form.Item name={[name, 'scope']} label={t('rules.scope')}><Select options={(['all', 'survey', 'group'] as const).map((value) => ({ value, label: t(`scope.${value}`) }))} /></Form.Item>
      {scope === 'group' && <Form.Item name={[name, 'surveys']} label={t('rules.surveys')}><Select mode="multiple" options={surveys} /></Form.Item>}
      <Form.Item name={[name, 'clock']} label={t('rules.clock')}><Select options={(['invited', 'answered'] as const).map((value) => ({ value, label: t(`clock.${value}`) }))} /></Form.Item>
      <Form.Item name={[name, 'channels']} label={t('rules.channels')}><Select mode="multiple" placeholder={t('people.any')} options={channels} /></Form.Item>
    </div>
  );
}
