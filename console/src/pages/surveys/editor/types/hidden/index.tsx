import { EyeInvisibleOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../parts/Field';
import type { EditProps, QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

function Face({ question }: EditProps) {
  const { t } = useTranslation('editor');
  return <p className={styles.quiet}>{t('face.hidden')} <span className={styles.code}>?{question.param || '…'}=</span></p>;
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return <Field label={t('form.param')} help={t('form.paramHelp')}>{(labelId) => <Input aria-labelledby={labelId} value={question.param ?? ''} onChange={(event) => set({ param: event.target.value.trim() }, 'param')} />}</Field>;
}

export const hidden: QuestionKind = {
  type: 'hidden',
  group: 'content',
  icon: EyeInvisibleOutlined,
  fresh: (say) => ({ title: say('来源', 'Source'), param: 'src' }),
  Face,
  Form,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'text' }],
};
