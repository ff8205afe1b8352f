import { MailOutlined } from '@ant-design/icons';
import type { QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

export const email: QuestionKind = {
  type: 'email',
  group: 'contact',
  icon: MailOutlined,
  roles: ['contact'],
  fresh: (say) => ({ title: say('您的邮箱', 'Your e-mail address') }),
  Face: () => <div className={styles.box} aria-hidden="true"><span>name@example.com</span><MailOutlined /></div>,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'mark' }],
};
