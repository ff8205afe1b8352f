import { App, Form, Modal, Radio, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { KINDS, useCreateCollectors, type CollectorKind } from '@/api/collectors';
import { ProblemError } from '@/api/problem';
import { useSession } from '@/api/session';
import { useScope } from '@/state/useScope';
import { UnitPicker } from '@/ui/UnitPicker';
import { LookFields, TermsFields, toTerms, type TermsForm } from './TermsFields';

interface CreateForm extends TermsForm {
  kind: CollectorKind;
  unit: string;
  stores_below: boolean;
}

const START: Partial<CreateForm> = { kind: 'link', name: '', channel: 'store', again_after_hours: 12, reset_after_s: 20, stores_below: false, origins: [], proof: 'auto', look: { mode: 'popup', trigger: 'time', after_s: 10, every_days: 30 } };

/** A new way to reach people, at one unit or at every store below it. */
export function CreateDialog({ survey, onDone }: { survey: string; onDone: () => void }) {
  const { t } = useTranslation('collectors');
  const { message } = App.useApp();
  const [scope] = useScope();
  const { units } = useSession();
  const [form] = Form.useForm<CreateForm>();
  const create = useCreateCollectors(survey);
  const faults = create.error instanceof ProblemError ? create.error.fields : {};
  const kind = Form.useWatch('kind', form) ?? 'link';
  const submit = ({ kind: chosen, unit, stores_below, ...rest }: CreateForm): void =>
    create.mutate({ kind: chosen, units: [unit], stores_below, ...toTerms(chosen, rest) }, {
      onSuccess: ({ created, already }) => { void message.success(t('create.done', { created, already })); onDone(); },
      onError: (error) => void message.error(error.message),
    });
  return (
    <Modal open title={t('create.label')} okText={t('create.ok')} okButtonProps={{ loading: create.isPending }} onOk={form.submit} onCancel={onDone}>
      <Form form={form} layout="vertical" initialValues={{ ...START, unit: scope.unit ?? units[0]?.code }} onFinish={submit} validateTrigger="onBlur">
        <Form.Item name="kind" label={t('column.kind')} extra={t(`kindHint.${kind}`)}>
          <Radio.Group optionType="button" options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="unit" label={t('column.unit')} rules={[{ required: true, message: t('needed') }]} help={faults.units}><UnitField /></Form.Item>
        <Form.Item name="stores_below" label={t('field.storesBelow')} valuePropName="checked"><Switch /></Form.Item>
        <TermsFields kind={kind} faults={faults} />
        {kind === 'embed' && <LookFields faults={faults} />}
      </Form>
    </Modal>
  );
}

/** Form.Item hands value and onChange in. */
function UnitField({ value, onChange }: { value?: string; onChange?: (code: string | undefined) => void }) {
  const { units } = useSession();
  return <UnitPicker block units={units} value={value} onChange={(code) => onChange?.(code ?? units[0]?.code)} />;
}

