import { FileImageOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Field } from '../../parts/Field';
import { PictureField } from '../../parts/PictureField';
import type { EditProps, QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return <Field label={t('form.image')} help={t('form.ownFile')}>{() => <PictureField label={t('form.image')} value={question.src || undefined} onChange={(src) => set({ src: src ?? '' }, 'src')} needed />}</Field>;
}

export const image: QuestionKind = {
  type: 'image',
  group: 'content',
  icon: FileImageOutlined,
  silent: true,
  fresh: (say) => ({ title: say('请看下面的图片', 'Please look at this picture'), src: '' }),
  Face: ({ question }) => (question.src ? <img src={question.src.startsWith('/') ? question.src : `/${question.src}`} alt="" style={{ maxWidth: '100%', borderRadius: 12 }} /> : <span className={styles.noPicture}><FileImageOutlined /></span>),
  Form,
};
