import { EnvironmentOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

function Face() {
  const { t } = useTranslation('editor');
  return <div className={`${styles.box}`} aria-hidden="true"><span>{t('face.location')}</span><EnvironmentOutlined /></div>;
}

export const location: QuestionKind = {
  type: 'location',
  group: 'material',
  icon: EnvironmentOutlined,
  fresh: (say) => ({ title: say('您现在在哪里？', 'Where are you now?') }),
  Face,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'mark' }],
};
