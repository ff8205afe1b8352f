import { Collapse, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useContactRules } from '@/api/invitations';
import { useSession } from '@/api/session';
import { useSurveys, wordsIn } from '@/api/surveys';
import { TouchpointSelect } from '@/features/TouchpointSelect';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { useLanguage } from '@/i18n';
import { UnitPicker } from '@/ui/UnitPicker';
import type { AskingValues } from './values';
import styles from './invitations.module.css';

/** What a batch and a trigger share: which survey, by which channels, in which words. */
export function AskingFields({ faults }: { faults: Record<string, string> }) {
  const { t } = useTranslation('invitations');
  const needed = [{ required: true, message: t('field.needed') }];
  return (
    <>
      <Form.Item<AskingValues> name="name" label={t('field.name')} rules={needed} help={faults.name}><Input maxLength={80} /></Form.Item>
      <div className={styles.row}>
        <Form.Item<AskingValues> name="survey" label={t('field.survey')} rules={needed} help={faults.survey}><SurveySelect /></Form.Item>
        <Form.Item<AskingValues> name="unit" label={t('field.unit')} rules={needed} help={faults.unit}><UnitField /></Form.Item>
      </div>
      <Form.Item<AskingValues> name="channels" label={t('field.channels')} rules={needed} extra={t('field.channelsHint')} help={faults.channels}><ChannelSelect /></Form.Item>
      <Collapse size="small" ghost items={[{ key: 'words', label: t('field.words'), forceRender: true, children: <WordsFields faults={faults} /> }, { key: 'more', label: t('field.more'), forceRender: true, children: <MoreFields faults={faults} /> }]} />
    </>
  );
}

function WordsFields({ faults }: { faults: Record<string, string> }) {
  const { t } = useTranslation('invitations');
  const languages = [['zh-Hans', t('field.chinese')], ['en', t('field.english')]] as const;
  return (
    <>
      <p className={styles.muted}>{t('field.variables', { list: '{{name}} {{unit}} {{survey}} {{order}} {{link}}' })}</p>
      {languages.map(([language, label]) => (
        <div key={language}>
          <Form.Item<AskingValues> name={['message', language, 'subject']} label={t('field.subject', { language: label })}><Input maxLength={120} /></Form.Item>
          <Form.Item<AskingValues> name={['message', language, 'text']} label={t('field.text', { language: label })} help={faults[`message.${language}.text`]}><Input.TextArea rows={3} maxLength={2000} /></Form.Item>
        </div>
      ))}
      <Form.Item<AskingValues> name={['templates', 'sms']} label={t('field.smsTemplate')} extra={t('field.templateHint')}><Input maxLength={64} /></Form.Item>
      <Form.Item<AskingValues> name={['templates', 'wechat']} label={t('field.wechatTemplate')}><Input maxLength={64} /></Form.Item>
    </>
  );
}

function MoreFields({ faults }: { faults: Record<string, string> }) {
  const { t } = useTranslation('invitations');
  const days = [24, 48, 72, 168].map((hours) => ({ value: hours, label: t('field.afterDays', { n: hours / 24 }) }));
  return (
    <div className={styles.row}>
      <Form.Item<AskingValues> name="touchpoint" label={t('field.touchpoint')} extra={t('field.touchpointHint')} help={faults.touchpoint}><TouchpointSelect placeholder={t('field.byChannel')} /></Form.Item>
      <Form.Item<AskingValues> name="percent" label={t('field.share')} extra={t('field.shareHint')} help={faults.share}><InputNumber min={1} max={100} suffix="%" /></Form.Item>
      <Form.Item<AskingValues> name="expires_hours" label={t('field.expires')} help={faults.expires_hours}><InputNumber min={1} max={8760} precision={0} suffix={t('field.hours')} /></Form.Item>
      <Form.Item<AskingValues> name="reminder_hours" label={t('field.reminders')} extra={t('field.remindersHint')} help={faults.reminder_hours}><Select mode="multiple" maxCount={3} options={days} /></Form.Item>
    </div>
  );
}

interface FieldProps<T> {
  id?: string;
  value?: T;
  onChange?: (value: T | undefined) => void;
}

function SurveySelect(props: FieldProps<string>) {
  const language = useLanguage();
  const surveys = useSurveys().data ?? [];
  return <Select {...props} showSearch={{ optionFilterProp: 'label' }} options={surveys.filter((survey) => survey.status === 'published').map((survey) => ({ value: survey.key, label: wordsIn(survey.title, language) }))} />;
}

export function UnitField({ value, onChange }: FieldProps<string>) {
  const { units } = useSession();
  return <UnitPicker block units={units} value={value} onChange={(code) => onChange?.(code ?? units.find((unit) => unit.parent === null || !units.some((other) => other.code === unit.parent))?.code)} />;
}

/** In the order in which they are tried; what is not connected says so. */
function ChannelSelect(props: FieldProps<string[]>) {
  const { t } = useTranslation('invitations');
  const terms = useInvitationTerms();
  const rules = useContactRules().data;
  const label = (channel: string): string => (rules?.bound.includes(channel) ? terms.channel(channel) : t('field.notConnected', { channel: terms.channel(channel) }));
  return <Select {...props} mode="multiple" options={(rules?.channels ?? []).map((channel) => ({ value: channel, label: label(channel) }))} />;
}
