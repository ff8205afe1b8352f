import type { Choice, Row } from '../../model/definition';
import type { Say } from '../kind';

/** Two choices to overwrite. */
export const twoChoices = (say: Say): Choice[] => [
  { key: 'a1', label: say('选项一', 'First choice') },
  { key: 'a2', label: say('选项二', 'Second choice') },
];

/** Three things to be judged. */
export const threeRows = (say: Say): Row[] => [
  { key: 'product', label: say('商品', 'Products') },
  { key: 'service', label: say('服务', 'Service') },
  { key: 'place', label: say('环境', 'Store') },
];
