import { EditOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

function Face() {
  const { t } = useTranslation('editor');
  return <div className={`${styles.box} ${styles.tall}`} aria-hidden="true"><span>{t('face.signature')}</span><EditOutlined /></div>;
}

export const signature: QuestionKind = {
  type: 'signature',
  group: 'material',
  icon: EditOutlined,
  fresh: (say) => ({ title: say('请签名', 'Please sign here') }),
  Face,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'mark' }],
};
