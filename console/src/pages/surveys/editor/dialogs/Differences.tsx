import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { VersionChange } from '@/api/surveyDrafts';
import { anyWords } from '../model/definition';
import { useSpell } from '../rules/useRuleWords';
import { useEditor, useWhole } from '../state/useEditor';
import { languageName } from '../views/languageNames';
import styles from './dialogs.module.css';

/** What two versions do not have in common: added, removed, moved, and each changed word and setting. */
export function Differences({ changes }: { changes: VersionChange[] }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  if (!changes.length) return <p>{t('diff.none')}</p>;
  return (
    <ul className={styles.diff}>
      {changes.map((change) => (
        <li key={`${change.kind} ${change.what} ${change.key}`}>
          <span className={`${styles.kind} ${styles[change.kind]}`}>{t(`diff.${change.kind}`)}</span>
          <span>{t(`diff.what.${change.what}`)} <strong>{anyWords(change.title, language) || change.key}</strong></span>
          {change.words.map((each) => <WordsChange key={`${each.field} ${each.language}`} change={each} />)}
          {change.kind !== 'moved' && change.fields.map((each) => <FieldChange key={each.field} change={each} />)}
        </li>
      ))}
    </ul>
  );
}

/** `choices.a1.label` is the label of a choice: the last step says what it is. */
function fieldName(address: string, t: TFunction<'editor'>): string {
  const field = address.split('.').at(-1) ?? address;
  return t(`field.${field}`, { defaultValue: field });
}

function WordsChange({ change }: { change: VersionChange['words'][number] }) {
  const { t } = useTranslation('editor');
  return (
    <div className={styles.detail}>
      {fieldName(change.field, t)} ({languageName(change.language)}) <del>{change.old}</del> <ins>{change.new}</ins>
    </div>
  );
}

const RULES = new Set(['show_if', 'if', 'required', 'value']);

function FieldChange({ change }: { change: VersionChange['fields'][number] }) {
  const { t } = useTranslation('editor');
  const spell = useSpell(useWhole());
  const said = (value: unknown): string => {
    if (value === null || value === undefined) return t('diff.nothing');
    if (RULES.has(change.field) && typeof value === 'object') return spell(value);
    if (typeof value === 'boolean') return t(value ? 'diff.yes' : 'diff.no');
    return typeof value === 'object' ? t('diff.other') : String(value);
  };
  return (
    <div className={styles.detail}>
      {fieldName(change.field, t)} <del>{said(change.old)}</del> <ins>{said(change.new)}</ins>
    </div>
  );
}
