import { DownloadOutlined, SwapOutlined, UploadOutlined } from '@ant-design/icons';
import { App, Button, Select, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '@/api/http';
import { convertTexts, importTexts, loadDraft } from '@/api/surveyDrafts';
import { languagesOf } from '../model/definition';
import { useChange, useEditor, useWhole } from '../state/useEditor';
import { useSaver } from '../state/useProblems';
import { asKept } from '../state/server';
import { Field } from '../parts/Field';
import { isTag, languageName, OFFERED } from './languageNames';
import styles from './views.module.css';

/** The survey's languages, and the ways to translate many texts at once. */
export function LanguageBar() {
  const { t } = useTranslation('editor');
  const { survey, locked } = useEditor();
  const { message } = App.useApp();
  const change = useChange();
  const languages = languagesOf(useWhole());
  const convert = useServerEdit(async (revision) => asKept(await convertTexts(survey, 'zh-Hans', 'zh-Hant', revision)));
  const take = useServerEdit(async (revision, file: File) => {
    const { changed, refused } = await importTexts(survey, file, revision);
    void (refused.length ? message.warning(t('texts.refused', { n: refused.length, first: refused[0]!.message })) : message.success(t('texts.imported', { n: changed })));
    return asKept(await loadDraft(survey));
  });
  const choose = (next: string[]): void => {
    const known = next.filter(isTag);
    if (known.length) change({ do: 'setSurvey', patch: { languages: known } });
  };
  return (
    <div className={styles.languageBar}>
      <Field label={t('texts.languages')} help={t('texts.languagesHelp')}>
        {(labelId) => <Select mode="tags" disabled={locked} aria-labelledby={labelId} style={{ minWidth: 320 }} value={languages} onChange={choose} options={[...new Set([...OFFERED, ...languages])].map((value) => ({ value, label: languageName(value) }))} />}
      </Field>
      <div className={styles.languageActs}>
        {languages.includes('zh-Hans') && languages.includes('zh-Hant') && <Button icon={<SwapOutlined />} disabled={locked} onClick={() => void convert(undefined)}>{t('texts.convert')}</Button>}
        <Button icon={<DownloadOutlined />} href={fileUrl(`/surveys/${survey}/texts.xlsx`)}>{t('texts.export')}</Button>
        <Upload accept=".xlsx" showUploadList={false} disabled={locked} beforeUpload={(file) => { void take(file); return false; }}><Button icon={<UploadOutlined />} disabled={locked}>{t('texts.import')}</Button></Upload>
      </div>
    </div>
  );
}

/** A change the server makes to the draft: all here is saved first, what comes back is one step of undo. */
function useServerEdit<A>(edit: (revision: number, given: A) => Promise<ReturnType<typeof asKept>>): (given: A) => Promise<void> {
  const { t } = useTranslation('editor');
  const { message } = App.useApp();
  const saver = useSaver();
  return async (given) => {
    try {
      const revision = await saver.flush();
      if (!saver.isSaved) return void message.error(t('save.first'));
      saver.adopt(await edit(revision, given));
    } catch (error) {
      void message.error(error instanceof Error ? error.message : String(error));
    }
  };
}
