import { DashboardOutlined } from '@ant-design/icons';
import type { QuestionKind } from '../kind';
import { ScaleFace } from '../shared/Ends';

export const nps: QuestionKind = {
  type: 'nps',
  group: 'score',
  icon: DashboardOutlined,
  roles: ['recommend'],
  fresh: (say) => ({
    title: say('您有多愿意把我们推荐给朋友？', 'How likely are you to recommend us to a friend?'),
    low_label: say('完全不愿意', 'Not at all likely'),
    high_label: say('非常愿意', 'Extremely likely'),
    required: true,
    role: 'recommend',
  }),
  Face: (props) => <ScaleFace {...props} low={0} high={10} />,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'nps', min: 0, max: 10 }],
};
