import { AutoComplete, DatePicker, Form, Input, InputNumber, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Collector, CollectorTerms, Look } from '@/api/collectors';
import { TouchpointSelect } from '@/features/TouchpointSelect';
import { useTerms } from '@/features/useTerms';

export interface TermsForm extends Omit<CollectorTerms, 'opens_at' | 'expires_at'> {
  touchpoint?: string;
  opens_at: Dayjs | null;
  expires_at: Dayjs | null;
  look: Look;
}

type Faults = Record<string, string>;

const MODES = ['popup', 'button', 'inline'] as const;
const TRIGGERS = ['time', 'scroll', 'exit', 'load', 'event'] as const;
const PROOFS = ['auto', 'on', 'off'] as const;
const CHANNELS = ['store', 'app', 'web', 'delivery', 'hotline'];

export function fromCollector(collector: Collector): TermsForm {
  const moment = (text: string | null): Dayjs | null => (text ? dayjs(text) : null);
  return { ...collector, touchpoint: collector.touchpoint?.code, opens_at: moment(collector.opens_at), expires_at: moment(collector.expires_at) };
}

/** The form as the server takes it; what a kind does not have is left out. */
export function toTerms(kind: string, form: TermsForm) {
  const isEmbed = kind === 'embed';
  return {
    name: form.name ?? '',
    channel: form.channel,
    touchpoint: form.touchpoint ?? '',
    opens_at: form.opens_at?.toISOString() ?? null,
    expires_at: form.expires_at?.toISOString() ?? null,
    answer_limit: form.answer_limit ?? null,
    again_after_hours: form.again_after_hours ?? 12,
    reset_after_s: form.reset_after_s ?? 20,
    proof: form.proof ?? 'auto',
    origins: isEmbed ? (form.origins ?? []) : [],
    look: isEmbed ? { ...form.look } : {},
  };
}

/** What every collector has: its name, where answers are filed, how long and how often it takes them. */
export function TermsFields({ kind, faults }: { kind: string; faults: Faults }) {
  const { t } = useTranslation('collectors');
  const terms = useTerms();
  return (
    <>
      <Form.Item name="name" label={t('field.name')} extra={t('field.nameHint')} help={faults.name}><Input maxLength={60} /></Form.Item>
      <Form.Item name="channel" label={t('column.channel')} rules={[{ required: true, pattern: /^[a-z][a-z0-9_]{0,19}$/, message: t('field.channelWrong') }]} help={faults.channel}>
        <AutoComplete options={CHANNELS.map((value) => ({ value, label: terms.channel(value) }))} />
      </Form.Item>
      <TouchpointField help={faults.touchpoint} />
      <Form.Item name="opens_at" label={t('field.opensAt')} help={faults.opens_at}><DatePicker showTime style={{ width: '100%' }} /></Form.Item>
      <Form.Item name="expires_at" label={t('field.expiresAt')} help={faults.expires_at}><DatePicker showTime style={{ width: '100%' }} /></Form.Item>
      <Form.Item name="answer_limit" label={t('field.limit')} help={faults.answer_limit}><InputNumber min={1} max={10_000_000} precision={0} placeholder={t('field.noLimit')} style={{ width: '100%' }} /></Form.Item>
      {(kind === 'link' || kind === 'qr' || kind === 'embed') && <Form.Item name="again_after_hours" label={t('field.again')} extra={t('field.againHint')} help={faults.again_after_hours}><InputNumber min={0} max={8760} precision={0} /></Form.Item>}
      {(kind === 'link' || kind === 'qr' || kind === 'embed') && <Form.Item name="proof" label={t('field.proof')} extra={t('field.proofHint')} help={faults.proof}><Select options={PROOFS.map((value) => ({ value, label: t(`proof.${value}`) }))} /></Form.Item>}
      {kind === 'kiosk' && <Form.Item name="reset_after_s" label={t('field.reset')} extra={t('field.resetHint')} help={faults.reset_after_s}><InputNumber min={3} max={600} precision={0} /></Form.Item>}
    </>
  );
}

function TouchpointField({ help }: { help: string | undefined }) {
  const { t } = useTranslation('collectors');
  return (
    <Form.Item name="touchpoint" label={t('column.touchpoint')} extra={t('field.touchpointHint')} help={help}>
      <TouchpointSelect placeholder={t('field.byChannel')} />
    </Form.Item>
  );
}

/** How an embedded page shows itself, and on which sites. */
export function LookFields({ faults }: { faults: Faults }) {
  const { t } = useTranslation('collectors');
  const mode = Form.useWatch(['look', 'mode']) as Look['mode'];
  const trigger = Form.useWatch(['look', 'trigger']) as Look['trigger'];
  const wrongOrigin = Object.keys(faults).find((name) => name.startsWith('origins'));
  return (
    <>
      <Form.Item name="origins" label={t('field.origins')} extra={t('field.originsHint')} help={wrongOrigin && faults[wrongOrigin]} rules={[{ required: true, message: t('needed') }]}>
        <Select mode="tags" open={false} suffixIcon={null} placeholder="https://www.example.com" tokenSeparators={[' ', ',']} />
      </Form.Item>
      <Form.Item name={['look', 'mode']} label={t('field.mode')}><Select options={MODES.map((value) => ({ value, label: t(`mode.${value}`) }))} /></Form.Item>
      {mode === 'popup' && <Form.Item name={['look', 'trigger']} label={t('field.trigger')}><Select options={TRIGGERS.map((value) => ({ value, label: t(`trigger.${value}`) }))} /></Form.Item>}
      {mode === 'popup' && trigger === 'time' && <Form.Item name={['look', 'after_s']} label={t('field.after')}><InputNumber min={0} max={600} precision={0} /></Form.Item>}
      {mode === 'popup' && trigger === 'scroll' && <Form.Item name={['look', 'scroll_percent']} label={t('field.scroll')}><InputNumber min={1} max={100} precision={0} /></Form.Item>}
      {mode === 'popup' && trigger === 'event' && <Form.Item name={['look', 'event']} label={t('field.event')}><Input maxLength={60} /></Form.Item>}
      {mode === 'popup' && <Form.Item name={['look', 'every_days']} label={t('field.everyDays')}><InputNumber min={0} max={365} precision={0} /></Form.Item>}
      {mode === 'button' && <Form.Item name={['look', 'label']} label={t('field.label')}><Input maxLength={40} /></Form.Item>}
    </>
  );
}
