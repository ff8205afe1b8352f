import { CameraOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field, NumberField, Pair } from '../../parts/Field';
import type { EditProps, QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

function Face({ question }: EditProps) {
  const { t } = useTranslation('editor');
  return <div className={styles.box} aria-hidden="true"><span>{t('face.file', { n: question.max_files ?? 1 })}</span><CameraOutlined /></div>;
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return (
    <>
      <Field label={t('form.accept')}>
        {(labelId) => <Select mode="multiple" aria-labelledby={labelId} value={question.accept ?? ['image']} onChange={(accept) => accept.length && set({ accept })} options={(['image', 'pdf', 'office'] as const).map((value) => ({ value, label: t(`accept.${value}`) }))} />}
      </Field>
      <Pair>
        <NumberField label={t('form.maxFiles')} min={1} max={10} value={question.max_files ?? 1} onChange={(max_files) => set({ max_files }, 'max_files')} />
        <NumberField label={t('form.maxMb')} min={1} max={50} value={question.max_mb ?? 10} onChange={(max_mb) => set({ max_mb }, 'max_mb')} />
      </Pair>
    </>
  );
}

export const file: QuestionKind = {
  type: 'file',
  group: 'material',
  icon: CameraOutlined,
  fresh: (say) => ({ title: say('有照片的话，拍给我们看看', 'Show us a photo if you have one'), max_files: 3, max_mb: 10, accept: ['image'] }),
  Face,
  Form,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'mark' }],
};
