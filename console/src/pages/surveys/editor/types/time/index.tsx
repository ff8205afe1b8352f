import { ClockCircleOutlined } from '@ant-design/icons';
import type { QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

export const time: QuestionKind = {
  type: 'time',
  group: 'open',
  icon: ClockCircleOutlined,
  fresh: (say) => ({ title: say('大约几点？', 'At about what time?') }),
  Face: () => <div className={styles.box} aria-hidden="true"><span>18:30</span><ClockCircleOutlined /></div>,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'mark' }],
};
