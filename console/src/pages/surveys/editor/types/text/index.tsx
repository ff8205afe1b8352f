import { AlignLeftOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { NumberField, SwitchField } from '../../parts/Field';
import type { EditProps, QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

const USUAL_LINES = 4;

function Face({ question }: EditProps) {
  const { t } = useTranslation('editor');
  return <div className={`${styles.box} ${question.lines === 1 ? '' : styles.tall}`} aria-hidden="true">{t('face.text')}</div>;
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return (
    <>
      <SwitchField label={t('form.short')} checked={question.lines === 1} onChange={(short) => set({ lines: short ? 1 : USUAL_LINES })} />
      <NumberField label={t('form.maxLength')} min={1} max={10_000} placeholder="2000" value={question.max_length} onChange={(max_length) => set({ max_length }, 'max_length')} />
    </>
  );
}

export const text: QuestionKind = {
  type: 'text',
  group: 'open',
  icon: AlignLeftOutlined,
  roles: ['verbatim'],
  fresh: (say) => ({ title: say('还有什么想对我们说的？', 'Anything else you would like to tell us?'), lines: USUAL_LINES, role: 'verbatim' }),
  Face,
  Form,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'text' }],
};
