import { PictureOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { anyWords } from '../../model/definition';
import { optionsOf } from '../../logic/options';
import { Field, SwitchField } from '../../parts/Field';
import { PictureField } from '../../parts/PictureField';
import parts from '../../parts/parts.module.css';
import { useEditor } from '../../state/useEditor';
import type { EditProps, QuestionKind } from '../kind';
import { ChoicesFace } from '../shared/ChoicesFace';
import { ChoicesForm, CountFields } from '../shared/ChoicesForm';
import { twoChoices } from '../shared/start';

function Form(props: EditProps) {
  const { t } = useTranslation('editor');
  const { question, set } = props;
  return (
    <>
      <SwitchField label={t('form.multiple')} checked={question.multiple ?? false} onChange={(multiple) => set({ multiple: multiple || undefined })} />
      {question.multiple && <CountFields {...props} />}
      <ChoicesForm {...props} flags={['open', 'fixed', 'exclusive']} orders={['fixed', 'random', 'rotate']} carries />
      <Images {...props} />
    </>
  );
}

/** The picture of each choice; its words are what a screen reader says. */
function Images({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const choices = question.choices ?? [];
  return (
    <Field label={t('form.images')} help={t('form.ownFile')}>
      {() => (
        <div className={parts.pictures}>
          {choices.map((choice, at) => {
            const name = anyWords(choice.label, language) || choice.key;
            return (
              <div key={choice.key} className={parts.pictureOf}>
                <span>{name}</span>
                <PictureField label={t('form.imageOf', { name })} value={choice.image} onChange={(image) => set({ choices: choices.with(at, { ...choice, image }) }, `image ${choice.key}`)} />
              </div>
            );
          })}
        </div>
      )}
    </Field>
  );
}

export const picture: QuestionKind = {
  type: 'picture',
  group: 'choice',
  icon: PictureOutlined,
  fresh: (say) => ({ title: say('您更喜欢哪一款？', 'Which one do you prefer?'), choices: twoChoices(say) }),
  Face: (props) => <ChoicesFace {...props} look="picture" />,
  Form,
  subjects: (question, label, language) => [{ of: question.key, label, kind: question.multiple ? 'choices' : 'choice', options: optionsOf(question, language) }],
};
