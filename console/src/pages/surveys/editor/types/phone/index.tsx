import { PhoneOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { EditProps, QuestionKind } from '../kind';
import { ConsentFace, ConsentForm } from '../shared/Consent';
import styles from '../shared/faces.module.css';

function Face(props: EditProps) {
  const { t } = useTranslation('editor');
  return (
    <>
      <div className={styles.box} aria-hidden="true">{t('face.phone')}</div>
      <ConsentFace {...props} />
    </>
  );
}

export const phone: QuestionKind = {
  type: 'phone',
  group: 'contact',
  icon: PhoneOutlined,
  roles: ['contact'],
  fresh: (say) => ({ title: say('方便留个手机号吗？', 'May we call you?'), role: 'contact', consent: { version: '1', text: say('同意门店就这次反馈联系我', 'I agree to be contacted about this feedback') } }),
  Face,
  Form: ConsentForm,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'mark' }],
};
