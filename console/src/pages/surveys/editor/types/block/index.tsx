import { FontSizeOutlined } from '@ant-design/icons';
import type { QuestionKind } from '../kind';

export const block: QuestionKind = {
  type: 'block',
  group: 'content',
  icon: FontSizeOutlined,
  silent: true,
  fresh: (say) => ({ title: say('接下来想了解您的购物习惯', 'Next, a few words about how you shop') }),
  Face: () => null,
};
