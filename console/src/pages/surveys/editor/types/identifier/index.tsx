import { IdcardOutlined } from '@ant-design/icons';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field, NumberField, Pair } from '../../parts/Field';
import type { Pattern } from '../../model/definition';
import type { EditProps, QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

const NAMED = ['order_number', 'member_id', 'cn_id_card'] as const;
const OWN: Pattern = { chars: 'A-Z0-9', min: 1, max: 20 };

function Face({ question }: EditProps) {
  const { t } = useTranslation('editor');
  return <div className={styles.box} aria-hidden="true">{t(`format.${typeof question.format === 'object' ? 'own' : (question.format ?? 'order_number')}`)}</div>;
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  const own = typeof question.format === 'object' ? question.format : undefined;
  const format = own ? 'own' : ((question.format as string | undefined) ?? 'order_number');
  return (
    <>
      <Field label={t('form.format')}>
        {(labelId) => <Select aria-labelledby={labelId} value={format} onChange={(next) => set({ format: next === 'own' ? OWN : next })} options={[...NAMED, 'own'].map((value) => ({ value, label: t(`format.${value}`) }))} />}
      </Field>
      {own && <OwnFormat own={own} onChange={(next) => set({ format: next }, 'format')} />}
    </>
  );
}

function OwnFormat({ own, onChange }: { own: Pattern; onChange: (own: Pattern) => void }) {
  const { t } = useTranslation('editor');
  return (
    <>
      <Field label={t('form.chars')} help={t('form.charsHelp')}>{(labelId) => <Input aria-labelledby={labelId} value={own.chars} onChange={(event) => onChange({ ...own, chars: event.target.value })} />}</Field>
      <Pair>
        <NumberField label={t('form.shortest')} min={1} max={64} value={own.min} onChange={(min) => onChange({ ...own, min: min ?? 1 })} />
        <NumberField label={t('form.longest')} min={1} max={64} value={own.max} onChange={(max) => onChange({ ...own, max: max ?? 1 })} />
      </Pair>
    </>
  );
}

export const identifier: QuestionKind = {
  type: 'identifier',
  group: 'contact',
  icon: IdcardOutlined,
  fresh: (say) => ({ title: say('您的订单号', 'Your order number'), format: 'order_number' }),
  Face,
  Form,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'text' }],
};
