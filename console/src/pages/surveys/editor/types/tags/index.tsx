import { TagsOutlined } from '@ant-design/icons';
import type { ChoiceGroup } from '../../model/definition';
import { optionsOf } from '../../logic/options';
import type { QuestionKind, Say, Setting } from '../kind';
import { ChoicesFace } from '../shared/ChoicesFace';
import { ChoicesForm, CountFields } from '../shared/ChoicesForm';
import { twoChoices } from '../shared/start';

/** The score nearest before the question: its reasons change with it. */
function scoreBefore({ definition, page, at }: Setting): string | undefined {
  const pageAt = definition.pages.findIndex((each) => each.key === page);
  const before = [...definition.pages.slice(0, pageAt).flatMap((each) => each.questions), ...(definition.pages[pageAt]?.questions.slice(0, at) ?? [])];
  return before.findLast((question) => question.type === 'nps')?.key;
}

const choice = (say: Say, key: string, zh: string, en: string) => ({ key, label: say(zh, en) });

/** What promoters praise, and what everybody else would have better. */
const groupsFor = (say: Say, score: string): ChoiceGroup[] => [
  { title: say('打动您的是', 'What we did well'), show_if: { '>=': [{ var: score }, 9] }, choices: [choice(say, 'good_product', '商品好', 'Products'), choice(say, 'good_service', '服务热情', 'Friendly staff'), choice(say, 'good_price', '价格合适', 'Good value'), choice(say, 'good_place', '环境舒适', 'Pleasant store')] },
  { title: say('哪里可以更好', 'What could be better'), show_if: { '<=': [{ var: score }, 8] }, choices: [choice(say, 'bad_product', '商品质量', 'Product quality'), choice(say, 'bad_service', '服务态度', 'Service'), choice(say, 'bad_price', '价格偏高', 'Prices'), choice(say, 'bad_wait', '等候太久', 'Waiting time')] },
];

export const tags: QuestionKind = {
  type: 'tags',
  group: 'choice',
  icon: TagsOutlined,
  roles: ['reason'],
  fresh: (say, setting) => {
    const score = scoreBefore(setting);
    const choices = score ? { groups: groupsFor(say, score), show_if: { answered: [score] } } : { choices: twoChoices(say) };
    return { title: say('主要是因为？', 'What mattered most?'), hint: say('最多选 5 项', 'Choose up to 5'), max: 5, role: 'reason', ...choices };
  },
  Face: (props) => <ChoicesFace {...props} look="chip" />,
  Form: (props) => (
    <>
      <CountFields {...props} />
      <ChoicesForm {...props} flags={['open', 'fixed', 'exclusive']} orders={['fixed', 'random', 'rotate']} carries grouped />
    </>
  ),
  subjects: (question, label, language) => [{ of: question.key, label, kind: 'choices', options: optionsOf(question, language) }],
};
