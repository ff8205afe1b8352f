import { ApartmentOutlined } from '@ant-design/icons';
import { Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../model/definition';
import { Field } from '../../parts/Field';
import { GrowingText } from '../../parts/GrowingText';
import { InlineWords } from '../../parts/InlineWords';
import { inLanguage } from '../../parts/words';
import { useEditor } from '../../state/useEditor';
import type { EditProps, QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';
import { pathsOf, textOfPaths } from './paths';

function Face({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  const levels = question.levels ?? [];
  return (
    <div className={styles.lines}>
      {levels.map((level, at) => (
        <div key={at} className={styles.box}><InlineWords words={level} label={t('face.level', { n: at + 1 })} onChange={(words) => set({ levels: levels.with(at, words ?? {}) }, `level ${at}`)} /><span aria-hidden="true">▾</span></div>
      ))}
    </div>
  );
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const levels = question.levels ?? [];
  const names = levels.map((level) => wordsOf(level, language));
  const rename = (lines: string[]): void => set({ levels: lines.map((line, at) => inLanguage(levels[at], language, line) ?? {}) }, 'levels');
  const table = Array.isArray(question.source) ? question.source : undefined;
  return (
    <>
      <Field label={t('form.levels')} help={t('form.levelsHelp')}>
        {(labelId) => <GrowingText aria-labelledby={labelId} rows={3} value={names.join('\n')} onChange={(event) => rename(event.target.value.split('\n'))} />}
      </Field>
      <Field label={t('form.source')}>
        {(labelId) => <Segmented<'units' | 'table'> block size="small" aria-labelledby={labelId} value={table ? 'table' : 'units'} onChange={(source) => set({ source: source === 'units' ? 'units' : [] })} options={[{ value: 'units', label: t('source.units') }, { value: 'table', label: t('source.table') }]} />}
      </Field>
      {table && (
        <Field label={t('form.table')} help={t('form.tableHelp')}>
          {(labelId) => <Input.TextArea key={question.key} aria-labelledby={labelId} rows={8} defaultValue={textOfPaths(table)} onBlur={(event) => set({ source: pathsOf(event.target.value) })} />}
        </Field>
      )}
    </>
  );
}

export const cascade: QuestionKind = {
  type: 'cascade',
  group: 'open',
  icon: ApartmentOutlined,
  fresh: (say) => ({ title: say('您去的是哪家门店？', 'Which store did you visit?'), levels: [say('省份', 'Province'), say('城市', 'City'), say('门店', 'Store')], source: 'units' }),
  Face,
  Form,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'mark' }],
};
